internal import CLinux
internal import Glibc

/// A program that is run to its end, without a descriptor or a thread of ours.
struct HelperProgram {
    /// Where it lies.
    let executable: String
    /// After its name.
    let arguments: [String]
    /// Where it runs.
    let folder: String
    /// The file in the folder that gets its messages.
    let messages: String
    /// `NAME=value`.
    let environment: [String]

    /// How it ended.
    enum End: Hashable {
        case exited(Int32)
        case killed
        case timedOut
    }

    /// Runs it, and kills it after some seconds.
    ///
    /// - Returns: `nil` where it cannot be started.
    func run(seconds: Double) -> End? {
        guard let process = start() else { return nil }
        let start = ContinuousClock.now
        while true {
            var status: Int32 = 0
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { return Self.end(status) }
            if ended < 0, errno != EINTR { return nil }
            guard ContinuousClock.now - start < .seconds(seconds) else { break }
            usleep(1000)
        }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        return .timedOut
    }

    private static func end(_ status: Int32) -> End {
        status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed
    }

    private func start() -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        linux_add_folder(&actions, folder)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, messages, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // What we ignore, it need not.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        var places = environment.map { strdup($0) } + [nil]
        defer { (words + places).forEach { free($0) } }
        var process = pid_t()
        return posix_spawn(&process, executable, &actions, &attributes, &words, &places) == 0 ? process : nil
    }
}
