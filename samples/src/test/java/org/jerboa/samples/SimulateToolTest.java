package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateToolTest {

    private RecordedConsole console = new RecordedConsole();

    /** Section 2 of the Cerebro paper; its round figure for MOP leaves out the 20 GB of bringing the models home. */
    @ParameterizedTest
    @CsvSource({
        "MOP, 4 TB",
        "'task parallel, data copied', 10 TB",
        "'task parallel, data read remotely', 400 TB",
        "BSP model averaging, 8 TB",
        "parameter server, 80 PB",
        "'data parallel, all-reduce', 72 PB"
    })
    void movesWhatThePapersExampleSays(String approach, String moved) throws Exception {
        assertThat(simulate("--example paper")).isZero();

        assertThat(row(approach).get(5)).isEqualTo(moved);
    }

    @Test
    void thePapersExampleIsReachedByOptionsToo() throws Exception {
        simulate("--example paper");
        String example = console.out();

        simulate("--trials 20 --workers 10 --epochs 20 --epoch-time 60min --mixed 1 --model-size 1GB --data-size 1TB"
                + " --batches=100000");

        assertThat(console.out()).isEqualTo(example);
    }

    @Test
    void thePageShowsThePapersExampleAsItIsPrinted() throws Exception {
        simulate("--example paper");
        String table = console.out().substring(0, console.out().indexOf("\nMOP's time"));

        assertThat(Files.readString(Path.of("../docs/simulator.md"))).contains("```\n" + table + "```");
    }

    @Test
    void saysWhatItSimulatesAndGivesEachApproachARow() throws Exception {
        assertThat(simulate("--trials 5 --workers 3 --epochs 1 --mixed 1 --epoch-time 3h --network 1e12Tbit/s"))
                .isZero();

        assertThat(console.out().lines().findFirst().orElseThrow())
                .isEqualTo(
                        "5 trials of 200 MB, 1 epoch of 3 h each, on 250 GB in 3 shards; 3 workers with 1000000000000"
                                + " Tbit/s");
        // 5 trials of 3 h on 3 workers are 5 h of work each; whole trials take two rounds
        assertThat(row("MOP").subList(2, 3)).containsExactly("5 h");
        assertThat(row("task parallel, data copied").subList(1, 3)).containsExactly("6 h", "5 h");
        assertThat(row("BSP model averaging").subList(1, 3)).containsExactly("5 h", "5 h");
        assertThat(row("task parallel, data copied").subList(6, 8)).containsExactly("750 GB", "250 GB");
        assertThat(console.out()).contains("15 units by lrtf, in any order of shards");
    }

    @Test
    void theSameSeedIsTheSameTable() throws Exception {
        simulate("--seed 7 --scheduler random --order seeded --replicas 2");
        String first = console.out();
        simulate("--seed 7 --scheduler random --order seeded --replicas 2");
        assertThat(console.out()).isEqualTo(first).contains("each on 2 workers", "by random, in seeded order");
        simulate("--seed 8 --scheduler random --order seeded --replicas 2");
        assertThat(console.out()).isNotEqualTo(first);
    }

    @Test
    void drawsWhatRanWhere(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("chart.html");

        assertThat(simulate("--trials 4 --workers 2 --epochs 3 --chart " + page))
                .isZero();

        assertThat(console.out()).endsWith("Chart in " + page + "\n");
        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("4 trials, 3 epochs, 2 workers, 2 shards: lrtf, scheduled order", "lower bound", "worker-1");
        assertThat(html.split(": training, ", -1)).hasSize(1 + 4 * 3 * 2);
    }

    @Test
    void saysThatAChartCannotBeWritten(@TempDir Path folder) throws Exception {
        Path nowhere = folder.resolve("nowhere/chart.html");

        assertThat(simulate("--trials 2 --epochs 1 --chart " + nowhere)).isEqualTo(1);

        assertThat(console.err()).contains("the chart cannot be written to " + nowhere);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frobnicate          | unknown option '--frobnicate'",
                "trials                | 'trials' is no option",
                "--trials 0            | --trials (0) must be a whole number from 1 to 1000000",
                "--workers many        | --workers (many) must be a whole number from 1 to 1000000",
                "--replicas 9          | --replicas (9) must be a whole number from 1 to 8",
                "--mixed 0.5           | --mixed (0.5) must be a number from 1 to 1000000",
                "--mixed much          | --mixed (much) must be a number from 1 to 1000000",
                "--epoch-time 0        | --epoch-time (0) must be above 0",
                "--epoch-time 3weeks   | --epoch-time (3weeks) must be a time, as in 50min; units are [s, min, h]",
                "--model-size big      | --model-size (big) must be a size, as in 250GB; units are [B, kB, MB, GB, TB,"
                        + " PB, EB]",
                "--network 0           | --network (0) must be above 0",
                "--scheduler best      | --scheduler (best) must be one of [lrtf, random]",
                "--example cerebro     | --example (cerebro) must be paper",
            })
    void saysWhatIsWrong(String arguments, String message) throws Exception {
        assertThat(simulate(arguments)).isEqualTo(2);
        assertThat(console.err()).startsWith(message + "\n\nUsage: samples/run simulate [options]");
    }

    private int simulate(String arguments) throws Exception {
        console = new RecordedConsole();
        List<String> words = new ArrayList<>(List.of("simulate"));
        words.addAll(Arrays.asList(arguments.split(" +")));
        return new Samples(Samples.ALL).run(words, console.console(), LocalDateTime.of(2026, 1, 1, 0, 0));
    }

    /** The cells of an approach's row. */
    private List<String> row(String approach) {
        String line = console.out()
                .lines()
                .filter(row -> row.startsWith(approach + "  "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row '" + approach + "' in\n" + console.out()));
        return Arrays.asList(line.split("  +"));
    }
}
