package org.jerboa.arbiter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.saver.local.LocalFileNetResultReference;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A program that reads two result folders of sequential networks in a process that wrote neither: the first by Arbiter's own
 * class, which another process has to tell where the files are, and the second by {@link ArbiterFolder}. It prints a line for
 * each candidate.
 */
final class FolderReader {

    static final String PREFIX = "read: ";

    private FolderReader() {}

    public static void main(String[] arguments) throws IOException {
        Path first = Path.of(arguments[0]);
        for (int index = 0; Files.isDirectory(first.resolve(String.valueOf(index))); index++) {
            var reference = arbiters(index, first.resolve(String.valueOf(index)).toFile());
            OptimizationResult result = reference.getResult();
            int epochs = Integer.parseInt(
                    Files.readString(first.resolve(index + "/numEpochs.txt")).strip());
            System.out.println(
                    line(result.getIndex(), result.getScore(), epochs, (MultiLayerNetwork) reference.getResultModel()));
        }
        for (ArbiterFolder.Saved saved :
                ArbiterFolder.read(Path.of(arguments[1])).candidates()) {
            System.out.println(line(
                    saved.index(), saved.score().orElseThrow(), saved.epochs().orElseThrow(), saved.network()));
        }
    }

    private static LocalFileNetResultReference arbiters(int index, File folder) {
        return new LocalFileNetResultReference(
                index,
                folder.getPath(),
                false,
                new File(folder, "model.bin"),
                new File(folder, "score.txt"),
                new File(folder, "additionalResults.bin"),
                new File(folder, "earlyStoppingConfig.bin"),
                new File(folder, "numEpochs.txt"),
                null);
    }

    static String line(int index, double score, int epochs, MultiLayerNetwork network) {
        int parameters = Arrays.hashCode(network.params().toFloatVector());
        return PREFIX + index + " " + score + " " + epochs + " " + parameters;
    }
}
