package org.jerboa.transfer.explain;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The patch of an occlusion for one image: its pixels and where it is laid. */
final class Patch {

    private final CleanMaps image;
    private final Window positions;
    private final INDArray pixels;

    /**
     * @param image {@code [1][channels][rows][columns]}, or with the channels last
     * @throws IllegalArgumentException if the patch is larger than the image
     */
    Patch(Occlusion occlusion, INDArray image, CNN2DFormat format) {
        this.image = new CleanMaps(image, format);
        this.positions = occlusion.positions(this.image.shape());
        long[] shape = this.image.shape().sized(positions).array(1, format);
        this.pixels = Nd4j.createUninitialized(image.dataType(), shape, 'c');
        if (occlusion.fill().isPresent()) {
            pixels.assign(occlusion.fill().getAsDouble());
        } else {
            pixels.assign(
                    (format == CNN2DFormat.NCHW ? image.mean(true, 2, 3) : image.mean(true, 1, 2)).broadcast(shape));
        }
    }

    MapShape imageShape() {
        return image.shape();
    }

    Window positions() {
        return positions;
    }

    /** The patch's pixels for a batch of positions. */
    INDArray repeated(int count) {
        return Nd4j.tile(pixels, count, 1, 1, 1);
    }

    /** The whole image for a batch of positions, with the patch laid over it. */
    INDArray laidOver(int first, int count) {
        return image.read(repeated(count), positions, positions.whole(image.shape()), 0, first);
    }
}
