package org.jerboa.transfer.explain;

import java.io.IOException;
import java.nio.file.Path;
import org.jerboa.data.image.ImageColours;
import org.jerboa.data.image.ImageFile;
import org.jerboa.data.image.ImagePixels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images of files as arrays that can be explained: {@code [channels][rows][columns]}, each number from 0 to 255. A network that was
 * trained on other numbers wants them brought there, as by {@code read(file, RGB).divi(255)}.
 */
public final class Images {

    private Images() {}

    /** @throws IOException if the file cannot be read as an image; the message names it */
    public static INDArray read(Path file, ImageColours colours) throws IOException {
        return array(ImageFile.read(file, colours));
    }

    /**
     * An image scaled to a size, its proportions changed where they differ.
     *
     * @throws IOException if the file cannot be read as an image; the message names it
     * @throws IllegalArgumentException if a side is below 1
     */
    public static INDArray read(Path file, ImageColours colours, int rows, int columns) throws IOException {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "an image cannot be scaled to " + rows + " by " + columns + " pixels; both must be at least 1");
        }
        return array(ImageFile.read(file, colours).scaled(rows, columns));
    }

    private static INDArray array(ImagePixels pixels) {
        float[][] channels = pixels.channels();
        int size = pixels.height() * pixels.width();
        float[] numbers = new float[channels.length * size];
        for (int channel = 0; channel < channels.length; channel++) {
            System.arraycopy(channels[channel], 0, numbers, channel * size, size);
        }
        return Nd4j.create(numbers, new long[] {channels.length, pixels.height(), pixels.width()}, DataType.FLOAT);
    }
}
