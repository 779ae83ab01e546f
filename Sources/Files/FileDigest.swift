internal import CCrypto
internal import Glibc

/// The functions of OpenSSL, which is opened when the first of them is called.
private var libcrypto: libcrypto_calls { libcrypto_opened().pointee }

/// SHA-256 (FIPS 180-4) in hexadecimal, by libcrypto.
public enum FileDigest {
    /// Of some bytes.
    public static func sha256(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        guard libcrypto.EVP_Digest(bytes, bytes.count, &digest, nil, libcrypto.EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto knows SHA-256")
        }
        return hexadecimal(digest)
    }

    /// Of bytes that come piece by piece.
    ///
    /// - Parameter pieces: hands them on in their order.
    public static func sha256(_ pieces: (_ take: ([UInt8]) -> Void) -> Void) -> String {
        let context = libcrypto.EVP_MD_CTX_new()
        defer { libcrypto.EVP_MD_CTX_free(context) }
        var digest = [UInt8](repeating: 0, count: 32)
        var isKept = libcrypto.EVP_DigestInit_ex(context, libcrypto.EVP_sha256(), nil) == 1
        pieces { isKept = libcrypto.EVP_DigestUpdate(context, $0, $0.count) == 1 && isKept }
        guard isKept, libcrypto.EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
            preconditionFailure("libcrypto knows SHA-256")
        }
        return hexadecimal(digest)
    }

    /// Of a file, read piece by piece; `nil` where it cannot be read, and where it is not, or does not stay, what this
    /// process read under that path before (``OpenedFiles``).
    public static func sha256(fileAt path: String) -> String? { digest(path)?.sha256 }

    /// With the number of its bytes.
    static func digest(_ path: String) -> (bytes: Int, sha256: String)? {
        guard let file = try? FileReader(path: path), let context = libcrypto.EVP_MD_CTX_new() else { return nil }
        defer { libcrypto.EVP_MD_CTX_free(context) }
        guard libcrypto.EVP_DigestInit_ex(context, libcrypto.EVP_sha256(), nil) == 1, let opened = file.status,
            OpenedFiles.isUnchanged(path, opened)
        else { return nil }
        var count = 0
        do {
            try file.forEachPiece { piece in
                _ = libcrypto.EVP_DigestUpdate(context, piece.baseAddress, piece.count)
                count += piece.count
            }
        } catch {
            return nil
        }
        var digest = [UInt8](repeating: 0, count: 32)
        guard file.status.map(FileStamp.init) == FileStamp(opened),
            libcrypto.EVP_DigestFinal_ex(context, &digest, nil) == 1
        else {
            return nil
        }
        return (count, hexadecimal(digest))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// A file's size and digest.
public struct DigestedFile: Hashable, Sendable {
    /// Of its contents.
    public let bytes: Int
    /// Hexadecimal.
    public let sha256: String

    /// As it was written down.
    public init(bytes: Int, sha256: String) { (self.bytes, self.sha256) = (bytes, sha256) }

    /// `nil` where ``FileDigest/sha256(fileAt:)`` is.
    public init?(path: String) {
        guard let (bytes, sha256) = FileDigest.digest(path) else { return nil }
        (self.bytes, self.sha256) = (bytes, sha256)
    }
}
