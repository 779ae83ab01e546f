import CPNG
import CSandboxedHDF5
import CTIFF
import CWebP
import CZlib
import Foundation

/// Which libraries read files here.
public enum ReadingLibraries {
    /// libpng's version.
    public static var png: String {
        let version = Int(png_access_version_number())
        return "libpng \(version / 10_000).\(version / 100 % 100).\(version % 100)"
    }

    /// TurboJPEG's file, whose name has its version: the library itself does not tell it.
    public static var jpeg: String {
        let maps = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
        return String(decoding: maps ?? Data(), as: UTF8.self).firstMatch(of: /libturbojpeg\.so[.0-9]*/).map {
            String($0.output)
        } ?? "there"
    }

    /// libtiff's version.
    public static var tiff: String {
        let text = libtiff.TIFFGetVersion().map { String(cString: $0) } ?? ""
        return "libtiff " + (text.firstMatch(of: /[0-9]+(\.[0-9]+)+/).map { String($0.output.0) } ?? "")
    }

    /// libwebp's version.
    public static var webp: String {
        let version = Int(WebPGetDecoderVersion())
        return "libwebp \(version >> 16).\(version >> 8 & 255).\(version & 255)"
    }

    /// zlib's version.
    public static var zlib: String { "zlib \(String(cString: zlibVersion()))" }

    /// libhdf5's version; `nil` where it is absent, or of another version than this was built with.
    public static var hdf5: String? {
        var version: [UInt32] = [0, 0, 0]
        guard sandboxed_hdf5_version(&version) != 0 else { return nil }
        return "libhdf5 \(version[0]).\(version[1]).\(version[2])"
    }
}
