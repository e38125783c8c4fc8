#!/usr/bin/env python3
"""Quantise fp32 with onnxruntime.quantization's dynamic quantiser, to compare with ours.

    python3 scripts/peer_dynamic_int8.py models

It becomes models/peers/ort-dynamic-int8, which `cargo xtask quality` measures with the
variants; `vocalize` itself doesn't use it.

Needs: pip install onnx==1.23.2 onnxruntime==1.31.1.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import tempfile

import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic

NAME = "ort-dynamic-int8"

RECORD = """\
name = "{name}"
graph = "model.onnx"
base = "fp32"
made_by = "onnxruntime.quantization.quantize_dynamic {version} of fp32: its defaults, with unsigned weights"

[[files]]
path = "model.onnx"
bytes = {bytes}
sha256 = "{sha256}"
"""


def make(models, folder):
    """Write the model and its record into folder."""
    graph = folder / "model.onnx"
    # ONNX Runtime's ConvInteger on CPUs takes no signed weights, the default.
    quantize_dynamic(models / "variants/fp32/model.onnx", graph, weight_type=QuantType.QUInt8)
    content = graph.read_bytes()
    record = RECORD.format(
        name=NAME,
        version=onnxruntime.__version__,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    (folder / "variant.toml").write_text(record, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", type=pathlib.Path, help="the folder that set-up filled")
    models = parser.parse_args().models
    peers = models / "peers"
    peers.mkdir(exist_ok=True)
    # Beside its place, and removed whatever happens before it is complete.
    with tempfile.TemporaryDirectory(prefix=".making-", dir=peers) as making:
        folder = pathlib.Path(making) / NAME
        folder.mkdir()
        make(models, folder)
        shutil.rmtree(peers / NAME, ignore_errors=True)
        os.rename(folder, peers / NAME)
    print(f"made {peers / NAME}")


if __name__ == "__main__":
    main()
