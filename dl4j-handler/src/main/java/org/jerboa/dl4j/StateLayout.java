package org.jerboa.dl4j;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the numbers of a network's two state vectors stand for, as checksums: vectors of equal length may still be of
 * different layers, or of updaters that keep different things.
 *
 * @param parameters CRC-32 of {@code name=dimension,dimension;} for each parameter, in their order
 * @param updater CRC-32 of {@code Updater first-end;} for each run of parameters that an updater works on at once; the
 *     names are the tool's class names
 */
record StateLayout(int parameters, int updater) {

    static StateLayout of(Map<String, INDArray> parameters, BaseMultiLayerUpdater<?> updater) {
        StringBuilder names = new StringBuilder();
        parameters.forEach((name, array) -> {
            names.append(name).append('=');
            for (int i = 0; i < array.rank(); i++) {
                names.append(i == 0 ? "" : ",").append(array.size(i));
            }
            names.append(';');
        });
        StringBuilder blocks = new StringBuilder();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            blocks.append(block.getGradientUpdater().getClass().getSimpleName())
                    .append(' ')
                    .append(block.getParamOffsetStart())
                    .append('-')
                    .append(block.getParamOffsetEnd())
                    .append(';');
        }
        return new StateLayout(checksum(names), checksum(blocks));
    }

    private static int checksum(CharSequence text) {
        CRC32 sum = new CRC32();
        sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }
}
