package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.data.Loaded.floats;
import static org.jerboa.data.Loaded.ints;
import static org.jerboa.data.Loaded.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {

    @TempDir
    private Path folder;

    static CsvBuilder csv(String text) {
        return Datasets.csv("t.csv", () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All rows in one shard; what tests look at does not depend on their order, or there is one row. */
    private static Shard one(CsvBuilder builder) throws IOException {
        return training(builder.split(1, 0).shards(1).load());
    }

    private static TensorSpec labels(CsvBuilder builder) throws IOException {
        return one(builder).schema().tensor("label");
    }

    @Test
    void takesFeaturesAndLabelByName() throws IOException {
        Shard shard =
                one(csv("id,a,species,b\nx7,1.5,0,-2e3\n").label("species").ignore("id"));

        assertThat(floats(shard, "features")).containsExactly(1.5f, -2000f);
        assertThat(ints(shard, "label")).containsExactly(0);
        assertThat(shard.schema().tensor("features").type()).isEqualTo(ElementType.FLOAT32);
    }

    @Test
    void takesFeaturesAndLabelByIndex() throws IOException {
        assertThat(floats(one(csv("7,8,0\n").header(false).label(2)), "features"))
                .containsExactly(7f, 8f);
    }

    @Test
    void takesChosenColumnsInTheGivenOrder() throws IOException {
        assertThat(floats(one(csv("a,b,c,y\n1,2,3,0\n").label("y").columns("c", "a")), "features"))
                .containsExactly(3f, 1f);
        assertThat(floats(one(csv("1,2,3,0\n").header(false).label(3).columns(1)), "features"))
                .containsExactly(2f);
    }

    @Test
    void takesTargets() throws IOException {
        Shard shard = one(csv("a,b,c\n1,2,3\n").target("c", "a"));

        assertThat(floats(shard, "target")).containsExactly(3f, 1f);
        assertThat(floats(shard, "features")).containsExactly(2f);
    }

    @Test
    void mayHaveNothingToPredict() throws IOException {
        assertThat(one(csv("1,2\n3,4\n").unlabelled()).schema().labels()).isEmpty();
    }

    @Test
    void seesHeadersThatAreBeyondDoubt() throws IOException {
        assertThat(one(csv("a,b\n1,0\n2,1\n").label(1)).examples()).isEqualTo(2);
        assertThat(one(csv("1,cat\n2,dog\n").label(1)).examples()).isEqualTo(2);
        assertThat(one(csv("size,kind\n2,dog\n").label(1)).examples()).isEqualTo(1);
        assertThat(one(csv("2,0\n").label(1).header(false)).examples()).isEqualTo(1);
    }

    @Test
    void numbersWordsInSortedOrder() throws IOException {
        Shard shard = one(csv("a,y\n1,dog\n2,cat\n3,emu\n4,cat\n").label("y"));

        assertThat(shard.schema().tensor("label").classNames()).containsExactly("cat", "dog", "emu");
        float[] features = floats(shard, "features");
        int[] labels = ints(shard, "label");
        int[] expected = {1, 0, 2, 0};
        for (int i = 0; i < 4; i++) {
            assertThat(labels[i]).isEqualTo(expected[(int) features[i] - 1]);
        }
    }

    @Test
    void numbersIntegersInNumericOrder() throws IOException {
        TensorSpec label = labels(csv("a,y\n1,10\n2,9\n3,-1\n4,10\n").label("y"));

        assertThat(label.classNames()).containsExactly("-1", "9", "10");
    }

    @Test
    void indicesNeedNoNames() throws IOException {
        assertThat(labels(csv("a,y\n1,1\n2,0\n3,2.0\n").label("y"))).isEqualTo(TensorSpec.classes("label", 3));
        assertThat(labels(csv("a,y\n1,1\n2,0\n").label("y").classes(4))).isEqualTo(TensorSpec.classes("label", 4));
    }

    @Test
    void indicesMayHaveLeadingZeros() throws IOException {
        assertThat(ints(one(csv("a,y\n1,07\n").label("y").classes(10)), "label"))
                .containsExactly(7);
    }

    @Test
    void takesListedClassesInTheirOrder() throws IOException {
        Shard shard = one(csv("a,y\n1,low\n").label("y").classes("high", "low", "none"));

        assertThat(ints(shard, "label")).containsExactly(1);
        assertThat(shard.schema().tensor("label").classNames()).containsExactly("high", "low", "none");
    }

    @Test
    void manyClassesAreStoredAsIntegers() throws IOException {
        Shard shard = one(csv("5,299\n").header(false).label(1).classes(300));

        assertThat(ints(shard, "label")).containsExactly(299);
        assertThat(shard.schema().tensor("label").type()).isEqualTo(ElementType.INT32);
    }

    @Test
    void storesBytesWhenAsked() throws IOException {
        Shard shard = one(csv("0,255,16,0\n")
                .header(false)
                .label(3)
                .uint8()
                .columns(0, 1, 2)
                .scale(0, 255));

        assertThat(shard.schema().tensor("features").type()).isEqualTo(ElementType.UINT8);
        assertThat(ints(shard, "features")).containsExactly(0, 255, 16);
        assertThat(floats(shard, "features")).containsExactly(0f, 1f, (float) (16 / 255.0));
    }

    @Test
    void readsRowsAsImages() throws IOException {
        Shard shard = one(csv("1,2,3,4,5,6,0\n").header(false).label(6).image(2, 3, 1));

        assertThat(shard.schema().tensor("features").shape()).isEqualTo(Shape.of(1, 2, 3));
    }

    @Test
    void replacesMissingFeatures() throws IOException {
        assertThat(floats(
                        one(csv("a,b,c,d,e,y\n,?,NA, null ,nan,0\n").label("y").missing(-1)), "features"))
                .containsOnly(-1f);
    }

    @Test
    void dropsRowsWithMissingCells() throws IOException {
        Shard shard = one(csv("a,b,note,y\n1,2,,0\n3,,x,1\n5,6,x,\n7,8,x,2\n")
                .label("y")
                .ignore("note")
                .dropMissing());

        assertThat(shard.examples()).isEqualTo(2);
        assertThat(shard.schema().tensor("label").classNames()).containsExactly("0", "2");
    }

    @Test
    void readsCompressedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write("1,2,0\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("t.csv.gz"), bytes.toByteArray());

        assertThat(floats(one(Datasets.csv(file).header(false).label(2)), "features"))
                .containsExactly(1f, 2f);
        assertThat(Datasets.csv(file)
                        .header(false)
                        .label(2)
                        .split(1, 0)
                        .shards(1)
                        .load()
                        .name())
                .isEqualTo("t.csv");
    }

    @Test
    void readsQuotesOtherSeparatorsLineEndsAndByteOrderMarks() throws IOException {
        Shard shard = one(csv("\uFEFF\"a;\"\"1\"\"\";y\r\n 4 ;\"say \"\"x\"\"\"\r\n\r\n")
                .separator(';')
                .label("y")
                .columns("a;\"1\""));

        assertThat(floats(shard, "features")).containsExactly(4f);
        assertThat(shard.schema().tensor("label").classNames()).containsExactly("say \"x\"");
    }

    @Test
    void stratifiesByLabel() throws IOException {
        StringBuilder text = new StringBuilder("a,y\n");
        for (int i = 0; i < 60; i++) {
            text.append(i).append(i < 40 ? ",often\n" : ",seldom\n");
        }

        List<Shard> shards = csv(text.toString())
                .label("y")
                .stratified()
                .split(0.9, 0.1)
                .shards(2)
                .load()
                .shards(Split.TRAINING);

        for (Shard shard : shards) {
            assertThat(Arrays.stream(Loaded.classCounts(shard)).boxed()).containsExactly(18, 9);
        }
    }
}
