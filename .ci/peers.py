#!/usr/bin/env python3
"""ONNX Runtime's times for the networks in a folder, on two threads: a JSON list that `benchmarks --peers` reads.

Also its times for what `striate activations` does with the photographs of data/photos: files decoded and made ready by
Pillow and NumPy, the largest value of each channel of some layers written as arrays; one by one, or eight at once.

    pip install numpy onnx onnxruntime pillow
    python3 .ci/peers.py DIR > peers.json
"""

import concurrent.futures
import glob
import json
import os
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime
from PIL import Image

PEER = "ONNX Runtime, 2 threads"
# Operations whose maps are recorded.
RECORDED = {"alexnet-features": "Relu", "vgg16": "MaxPool"}


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def forward(path, name):
    network = session(path)
    for batch in (1, 8):
        picture = numpy.random.default_rng(0).standard_normal((batch, 3, 224, 224)).astype(numpy.float32)
        feed = {network.get_inputs()[0].name: picture}
        try:
            network.run(None, feed)
        except Exception:  # A file whose batch is fixed.
            continue
        times = []
        for _ in range(15):
            begun = time.perf_counter()
            network.run(None, feed)
            times.append(time.perf_counter() - begun)
        scenario = f"forward {name}" if batch == 1 else f"forward {name}, batch {batch}"
        yield {"scenario": scenario, "peer": PEER, "seconds": min(times)}


def ready(path):
    """The customary picture of ImageNet: 256 on the shorter side, 224 from the middle, standardised."""
    picture = Image.open(path).convert("RGB")
    scale = 256 / min(picture.size)
    picture = picture.resize([round(side * scale) for side in picture.size], Image.Resampling.BILINEAR)
    left, top = ((side - 224) // 2 for side in picture.size)
    values = numpy.asarray(picture.crop((left, top, left + 224, top + 224)), numpy.float32) / 255
    values = (values - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
    return values.transpose(2, 0, 1).astype(numpy.float32)


def recorded(network, name, photographs, batch, threads, folder):
    found = {}
    for first in range(0, len(photographs), batch):
        pictures = numpy.stack(list(threads.map(ready, photographs[first : first + batch])))
        for layer, maps in zip(network.get_outputs(), network.run(None, {network.get_inputs()[0].name: pictures})):
            found.setdefault(layer.name, []).append(maps.max(axis=(2, 3)))
    for place, rows in enumerate(found.values()):
        numpy.save(os.path.join(folder, f"{name}-{place}.npy"), numpy.concatenate(rows))


def activations(path, name):
    model = onnx.load(path)
    del model.graph.output[:]
    for node in model.graph.node:
        if node.op_type == RECORDED[name]:
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(node.output[0]))
    network = session(model.SerializeToString())
    photographs = 8 * sorted(glob.glob("data/photos/*.png"))
    with concurrent.futures.ThreadPoolExecutor(2) as threads, tempfile.TemporaryDirectory() as folder:
        for batch in (1, 8):
            times = []
            for _ in range(3):
                begun = time.perf_counter()
                try:
                    recorded(network, name, photographs, batch, threads, folder)
                except onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument:  # A file whose batch is fixed.
                    break
                times.append(time.perf_counter() - begun)
            if times:
                peer = PEER if batch == 1 else f"{PEER}, {batch} at once"
                seconds = min(times) / len(photographs)
                yield {"scenario": f"activations {name}, a photograph", "peer": peer, "seconds": seconds}


rows = []
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.onnx"))):
    name = os.path.splitext(os.path.basename(path))[0]
    rows += forward(path, name)
    if name in RECORDED:
        rows += activations(path, name)
json.dump(rows, sys.stdout, indent=1)
