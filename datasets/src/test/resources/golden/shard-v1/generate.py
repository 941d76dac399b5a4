"""Writes the dataset in this folder from docs/formats/shard-format.md alone (Python 3, standard library)."""
import hashlib
import struct

MASK = (1 << 64) - 1


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def mix(value):
    z = (value + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


SCHEMA = (
    "image FEATURES UINT8 1,2,2 0 - all:0.0625,0.0\n"
    "size FEATURES FLOAT32 2 0 - each:2.0,-1.0,0.5,0.25\n"
    "kind LABELS INT32 - 300 - -\n"
    "word+or+two LABELS UINT8 - 2 no,y%2Ce%C3%A9s -\n"
)


def shard(split, index, examples):
    columns = [
        b"".join(bytes(e[0]) for e in examples),
        b"".join(struct.pack("<2f", *e[1]) for e in examples),
        b"".join(struct.pack("<i", e[2]) for e in examples),
        bytes(e[3] for e in examples),
    ]
    data = bytearray(64)
    contents = f"split {split}\nindex {index}\nexamples {len(examples)}\n"
    checksum = mix(len(examples))
    for column in columns:
        data += bytes(-len(data) % 64)
        contents += f"tensor {len(data)} {len(column)} {crc32c(column):08x}\n"
        checksum = mix(checksum ^ crc32c(column))
        data += column
    table = (contents + "schema\n" + SCHEMA).encode()
    offset = len(data)
    data += table
    header = b"JERBOASH" + struct.pack("<IIQQI", 1, len(table), offset, len(data), crc32c(table))
    header += bytes(60 - len(header))
    data[:64] = header + struct.pack("<I", crc32c(header))
    name = f"{split}-{index:04d}.1.shard"
    with open(name, "wb") as file:
        file.write(data)
    return name, f"{split} {index} {len(examples)} {checksum:016x}\n"


shards = [
    shard("training", 0, [((0, 1, 2, 255), (1.5, -2.0), 299, 1), ((16, 32, 64, 128), (0.1, 1e30), 0, 0)]),
    shard("training", 1, [((9, 8, 7, 6), (-0.0, 3.25), 17, 1)]),
    shard("validation", 0, [((5, 5, 5, 5), (0.5, 0.75), 256, 0)]),
]
fingerprint = hashlib.sha256((SCHEMA + "".join(line for _, line in shards)).encode()).hexdigest()
manifest = f"jerboa-dataset 1\nname golden+one\nseed -7\nfingerprint {fingerprint}\n"
manifest += "".join(f"shard {name}\n" for name, _ in shards)
with open("dataset.jerboa", "w", newline="\n") as file:
    file.write(manifest + f"crc32c {crc32c(manifest.encode()):08x}\n")
