#!/usr/bin/env python3
"""ONNX Runtime's times for the networks in a folder, on two threads: a JSON list that `benchmarks --peers` reads.

    pip install numpy onnxruntime
    python3 .ci/peers.py DIR > peers.json
"""

import glob
import json
import os
import sys
import time

import numpy
import onnxruntime

rows = []
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.onnx"))):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = os.path.splitext(os.path.basename(path))[0]
    for batch in (1, 8):
        picture = numpy.random.default_rng(0).standard_normal((batch, 3, 224, 224)).astype(numpy.float32)
        feed = {session.get_inputs()[0].name: picture}
        try:
            session.run(None, feed)
        except Exception:  # A file whose batch is fixed.
            continue
        times = []
        for _ in range(15):
            begun = time.perf_counter()
            session.run(None, feed)
            times.append(time.perf_counter() - begun)
        scenario = f"forward {name}" if batch == 1 else f"forward {name}, batch {batch}"
        rows.append({"scenario": scenario, "peer": "ONNX Runtime, 2 threads", "seconds": min(times)})
json.dump(rows, sys.stdout, indent=1)
