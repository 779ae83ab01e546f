import Foundation
import ReferenceData
import Testing

/// An array job of a real Slurm, where one is running: `.ci/slurm up DIR` starts one.
@Suite struct SlurmTests {
    private static let isRunning = (try? Striate.shell("sinfo -h -o %t | grep -Eq '^(idle|mix|alloc)$'"))?.status == 0

    @Test(.enabled(if: isRunning, "no Slurm is running here; .ci/slurm up DIR starts one"))
    func `an array job with a killed and requeued task gives the same bytes as one run`() throws {
        try ActivationsTests.withPictures(400, side: 200) { folder in
            let command = ["activations", ActivationsTests.lenet, "\(folder)/in", "--layer", "C3"]
            let words = command.map { "'\($0)'" }.joined(separator: " ")
            try """
            #!/bin/bash
            #SBATCH --array=2-8:2
            #SBATCH --output=\(folder)/%a.log
            #SBATCH --open-mode=append
            #SBATCH --requeue
            cd '\(Striate.root.path)'
            echo $$ > \(folder)/$SLURM_ARRAY_TASK_ID.pid
            exec '\(Striate.executable.path)' \(words) --jobs 1 --shard slurm --out \(folder)/parts/$SLURM_ARRAY_TASK_ID
            """.write(toFile: "\(folder)/job.sh", atomically: false, encoding: .utf8)
            let job = try Striate.shell("sbatch --parsable '\(folder)/job.sh'").output.filter(\.isNumber)
            // The task is killed when a picture is done, and not before all are.
            let journal = "\(folder)/parts/.4.striate-unfinished/work/items.jsonl"
            let killed = try Striate.shell(
                """
                for i in {1..600}; do [ -s '\(journal)' ] && break; sleep 0.02; done
                kill -9 $(cat '\(folder)/4.pid')
                for i in {1..100}; do squeue -h -r -o %A_%a:%t | grep -q '_4:R' || break; sleep 0.1; done
                scontrol requeue \(job)_4
                for i in {1..120}; do
                    [ -z "$(squeue -h -j \(job))" ] && break
                    scontrol update jobid=\(job)_4 StartTime=now 2> /dev/null
                    sleep 0.5
                done
                wc -l < '\(journal)' 2> /dev/null
                """)
            #expect(killed.status != 0 || killed.output.isEmpty, "the requeued task has ended")
            let log = try String(contentsOfFile: "\(folder)/4.log", encoding: .utf8)
            #expect(log.contains("of 100 pictures that are done"), "the killed task went on: \(log)")
            let merged = try Striate(["merge", "\(folder)/parts", "--out", "\(folder)/merged"])
            #expect(merged.status == 0, "\(merged.errors)")
            #expect(try Striate(command + ["--out", "\(folder)/whole"]).status == 0)
            #expect(
                try ActivationsTests.contents("\(folder)/merged") == ActivationsTests.contents("\(folder)/whole"))
        }
    }
}
