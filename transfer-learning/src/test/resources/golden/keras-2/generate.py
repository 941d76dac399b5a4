"""Writes the networks of this folder, and beside each what Keras itself computes with it.

    python3 -m venv keras && keras/bin/pip install -r requirements.txt && keras/bin/python generate.py

NAME.h5   the network, as model.save writes it
NAME.tsv  a line for the images and one for each layer that is compared: its name and the dimensions of its output, examples first,
          channels last
NAME.bin  these numbers one after another, float32 in little-endian order
"""

import pathlib

import numpy as np
from keras import Model, Sequential, layers, optimizers, utils

HERE = pathlib.Path(__file__).parent
EXAMPLES = 2


def sequential():
    """Layers with names of our own, compiled and trained for two steps: the file has losses and an optimiser's state as well."""
    model = Sequential(
        [
            layers.Conv2D(6, 3, activation="relu", input_shape=(9, 8, 3), name="lower"),
            layers.BatchNormalization(name="normal"),
            layers.MaxPooling2D(2, name="greatest"),
            layers.Dropout(0.4, name="drop"),
            layers.Conv2D(8, (3, 2), strides=2, padding="same", use_bias=False, name="upper"),
            layers.LeakyReLU(alpha=0.2, name="leaky"),
            layers.Flatten(name="row"),
            layers.Dense(10, activation="tanh", name="hidden"),
            layers.Dense(4, activation="softmax", name="classes"),
        ],
        name="small",
    )
    randomise(model, 1)
    utils.set_random_seed(1)  # of the dropout
    model.compile(optimizers.SGD(0.05, momentum=0.9), "categorical_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(11)
    model.fit(
        rng.standard_normal((8, 9, 8, 3), dtype=np.float32), np.eye(4)[rng.integers(0, 4, 8)], batch_size=4, shuffle=False, verbose=0
    )
    return model


def residual():
    """The names that Keras gives; a block with an identity and one with a projection, as in ResNet."""
    image = layers.Input((8, 8, 2))
    x = layers.ZeroPadding2D(((1, 1), (1, 1)))(image)
    x = layers.Conv2D(6, 3)(x)
    x = layers.BatchNormalization(epsilon=1.001e-5)(x)
    first = layers.Activation("relu")(x)
    x = layers.Conv2D(6, 3, padding="same")(first)
    x = layers.BatchNormalization(epsilon=1.001e-5)(x)
    x = layers.Add()([first, x])
    second = layers.ReLU()(x)
    x = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(second)
    side = layers.Conv2D(8, 1, strides=2)(second)
    x = layers.Concatenate()([x, side])
    x = layers.GlobalAveragePooling2D()(x)
    model = Model(image, layers.Dense(5, activation="softmax")(x))
    randomise(model, 2)
    return model


def separable():
    """As in MobileNet and Xception: depthwise and separable convolutions, ReLU cut off at 6."""
    image = layers.Input((7, 9, 3), name="photo")
    x = layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv1")(image)
    x = layers.ReLU(6.0, name="conv1_relu")(x)
    x = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, name="conv_dw_1")(x)
    x = layers.BatchNormalization(scale=False, name="conv_dw_1_bn")(x)
    x = layers.Activation("elu", name="conv_dw_1_elu")(x)
    x = layers.SeparableConv2D(6, 3, activation="relu", name="conv_pw_1")(x)
    x = layers.AveragePooling2D(2, padding="same", name="mean")(x)
    x = layers.GlobalMaxPooling2D(name="peak")(x)
    model = Model(image, layers.Dense(2, activation="sigmoid", name="labels")(x), name="mobile")
    randomise(model, 3)
    return model


def randomise(model, seed):
    rng = np.random.default_rng(seed)
    for layer in model.layers:
        values = []
        for weight in layer.weights:
            value = rng.standard_normal(weight.shape, dtype=np.float32)
            name = weight.name.split("/")[-1]
            if name.startswith(("moving_variance", "gamma")):
                value = 0.5 + np.abs(value)
            elif "kernel" in name:
                fan_in = np.prod(weight.shape[:2]) if "depthwise" in name else np.prod(weight.shape[:-1])
                value *= np.sqrt(2 / fan_in)
            else:
                value *= 0.3
            values.append(value)
        layer.set_weights(values)


def write(name, model):
    model.save(HERE / f"{name}.h5", save_format="h5")
    shape = (EXAMPLES, *model.input_shape[1:])
    images = np.random.default_rng(42).standard_normal(shape, dtype=np.float32)
    compared = [layer for layer in model.layers if not isinstance(layer, layers.InputLayer)]
    outputs = Model(model.inputs, [layer.output for layer in compared])(images, training=False)
    rows = [("images", images), *((layer.name, output.numpy()) for layer, output in zip(compared, outputs))]
    with open(HERE / f"{name}.tsv", "w", newline="\n") as index, open(HERE / f"{name}.bin", "wb") as numbers:
        for row, values in rows:
            index.write("\t".join([row, *map(str, values.shape)]) + "\n")
            numbers.write(np.ascontiguousarray(values, dtype="<f4").tobytes())


if __name__ == "__main__":
    for build in (sequential, residual, separable):
        write(build.__name__, build())
