package org.jerboa.transfer.explain;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer's maps for the clean image, kept once, from which the surroundings of changed windows are taken. */
final class CleanMaps {

    private final Maps clean;
    private final CNN2DFormat format;

    /** @param array of one example, {@code [1][channels][rows][columns]} or {@code [1][rows][columns][channels]} */
    CleanMaps(INDArray array, CNN2DFormat format) {
        this.clean = Maps.of(array, MapShape.of(array, format));
        this.format = format;
    }

    MapShape shape() {
        return clean.shape();
    }

    /**
     * Rectangles of the maps as they are with the patch: clean numbers around, changed ones within the windows.
     *
     * @param changed what changed in a batch of positions, {@code [positions]...} of the windows' size
     * @param windows where that is, for all positions
     * @param read the rectangles wanted, for all positions; they may reach outside the maps
     * @param padding what stands outside the maps
     * @param first the batch's first position
     * @return {@code [positions]...} of the rectangles' size, an array of its own
     */
    INDArray read(INDArray changed, Window windows, Window read, double padding, int first) {
        int positions = (int) changed.size(0);
        MapShape size = shape().sized(read);
        Maps rectangles = Maps.create(clean.type(), size.array(positions, format), size);
        Maps changes = Maps.of(changed, shape().sized(windows));
        if (reachesOutside(read, first, positions)) {
            rectangles.fill(padding);
        }
        for (int i = 0; i < positions; i++) {
            int position = first + i;
            int top = read.top(position);
            int left = read.left(position);
            rectangles.copy(i, top, left, clean, 0, 0, 0);
            rectangles.copy(i, top, left, changes, i, windows.top(position), windows.left(position));
        }
        return rectangles.array();
    }

    private boolean reachesOutside(Window read, int first, int positions) {
        for (int position = first; position < first + positions; position++) {
            if (read.top(position) < 0
                    || read.left(position) < 0
                    || read.top(position) + read.rows().size() > shape().rows()
                    || read.left(position) + read.columns().size() > shape().columns()) {
                return true;
            }
        }
        return false;
    }
}
