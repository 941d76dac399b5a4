"""Writes dl4j-checkpoint-v1.bin from docs/formats/dl4j-checkpoint.md, as a second implementation of the format.

Python 3, standard library only: python3 dl4j-checkpoint-v1.py
"""

import hashlib
import pathlib
import struct
import zlib

PARAMETERS = 6 * 9 + 9 + 9 * 3 + 3

data = b"JERBDL4J"
data += struct.pack("<hbbb3x", 1, 1, 1, 1)  # version, sequential, FLOAT, little-endian
data += hashlib.sha256(b"batchSize=8, updater=adam").digest()
data += struct.pack("<qii", 20261121, 44, 11)  # seed, iterations, epoch
data += struct.pack("<qq", PARAMETERS, 2 * PARAMETERS)
data += struct.pack("<II", zlib.crc32(b"0_W=6,9;0_b=9;1_W=9,3;1_b=3;"), zlib.crc32(b"AdamUpdater 0-93;"))
data += struct.pack(f"<{PARAMETERS}f", *((i - 46) / 64 for i in range(PARAMETERS)))
data += struct.pack(f"<{2 * PARAMETERS}f", *(i / 4096 for i in range(2 * PARAMETERS)))

pathlib.Path(__file__).with_suffix(".bin").write_bytes(data)
