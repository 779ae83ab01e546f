import CCrypto
import Foundation

/// SHA-256 (FIPS 180-4) in hexadecimal, by libcrypto.
public enum FileDigest {
    /// Of some bytes.
    public static func sha256(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto knows SHA-256")
        }
        return hexadecimal(digest)
    }

    /// Of a file, read piece by piece; `nil` where it cannot be read.
    public static func sha256(fileAt path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path), let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
        do {
            // At the end of a file a read gives nil or nothing, depending on the platform; an error is thrown.
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                _ = piece.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
            }
        } catch {
            return nil
        }
        var digest = [UInt8](repeating: 0, count: 32)
        return EVP_DigestFinal_ex(context, &digest, nil) == 1 ? hexadecimal(digest) : nil
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
