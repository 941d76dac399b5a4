package org.jerboa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultPageTest {

    @TempDir
    Path folder;

    @Test
    void newPageSaysWhatWasMeasuredWhereAndHow() throws Exception {
        Path page = folder.resolve("pages/made-up.md");

        write(page, 2);

        assertThat(Files.readString(page))
                .startsWith("# made-up\n\nnothing in particular.\n")
                .contains("`run made-up`", "| commit | abc |", "| speed | 2.00 x |");
    }

    @Test
    void figuresReplaceThoseOfTheRunBeforeAndTextStays() throws Exception {
        Path page = folder.resolve("made-up.md");
        write(page, 2);
        Files.writeString(page, "What the figures mean.\n" + Files.readString(page) + "What follows from them.\n");

        write(page, 3);

        assertThat(Files.readString(page))
                .startsWith("What the figures mean.\n")
                .endsWith("What follows from them.\n")
                .contains("| speed | 3.00 x |")
                .doesNotContain("2.00");
    }

    @Test
    void pageWithoutAPlaceForFiguresIsRefusedAndKept() throws Exception {
        Path page = folder.resolve("letter.md");
        Files.writeString(page, "Dear reader\n");

        assertThatThrownBy(() -> write(page, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("letter.md has no place for figures");
        assertThat(Files.readString(page)).isEqualTo("Dear reader\n");
    }

    private static void write(Path page, double speed) throws IOException {
        FigureTable table = new FigureTable(List.of(Figure.of("speed", speed, "x")), "range");
        ResultPage.open(page, new MadeUpBenchmark()).write("run made-up", Map.of("commit", "abc"), table);
    }
}
