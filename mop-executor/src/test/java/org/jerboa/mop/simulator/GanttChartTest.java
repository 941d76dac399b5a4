package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jerboa.mop.simulator.GanttChart.Bar;
import org.jerboa.mop.simulator.GanttChart.Kind;
import org.jerboa.mop.simulator.GanttChart.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class GanttChartTest {

    private static final List<Lane> LANES =
            List.of(new Lane("worker-1", 0, Double.POSITIVE_INFINITY), new Lane("worker-2", 2, 8));

    @Test
    void drawsEveryUnitWithWhatItIs() throws Exception {
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Kind kind = List.of(Kind.values()).get(i % 4);
            bars.add(new Bar(i % 2, i % 25, "trial " + i % 25 + " unit " + i, i, i + 1, kind));
        }
        GanttChart chart = new GanttChart("a study", LANES, bars, OptionalDouble.empty());

        List<String> titles = texts(parsed(chart.svg()), "title");

        assertThat(titles).contains("trial 7 unit 57: evaluation, 57 s to 58 s (1 s)");
        assertThat(titles.stream().filter(title -> title.contains(" unit "))).hasSize(400);
        assertThat(texts(parsed(chart.svg()), "text"))
                .contains("a study", "worker-1", "worker-2", "trial 24", "failed or lost", "makespan");
    }

    @Test
    void marksTheLowerBoundAndTheMakespanWhereTheyAre() throws Exception {
        Bar bar = new Bar(0, 1, "unit", 0, 10, Kind.TRAIN);
        GanttChart chart = new GanttChart("t", LANES, List.of(bar), OptionalDouble.empty()).lowerBound(5);

        Element svg = parsed(chart.svg());
        double start = 0;
        double bound = 0;
        double end = 0;
        NodeList lines = svg.getElementsByTagName("line");
        for (int i = 0; i < lines.getLength(); i++) {
            Element line = (Element) lines.item(i);
            double x = Double.parseDouble(line.getAttribute("x1"));
            start = i == 0 ? x : start;
            bound = line.getTextContent().startsWith("lower bound") ? x : bound;
            end = line.getTextContent().startsWith("makespan") ? x : end;
        }
        assertThat(bound - start).isCloseTo((end - start) / 2, within(0.02));
        assertThat(texts(svg, "text"))
                .contains("makespan 10 s, lower bound 5 s, ratio 2.0000, idle 37.50 %, 1 trials on 2 slots");
    }

    /** Numbers in the widest bars alone would look as if only those trials were named. */
    @Test
    void namesTrialsInTheirBarsWhereMostHaveRoom() throws Exception {
        List<Bar> wide = List.of(new Bar(0, 91, "a", 0, 5, Kind.TRAIN), new Bar(0, 92, "b", 5, 5.01, Kind.TRAIN));
        List<Bar> narrow = new ArrayList<>(wide);
        narrow.add(new Bar(0, 93, "c", 5.01, 5.02, Kind.TRAIN));

        assertThat(texts(parsed(new GanttChart("t", LANES, wide, OptionalDouble.empty()).svg()), "text"))
                .contains("91")
                .doesNotContain("92");
        assertThat(texts(parsed(new GanttChart("t", LANES, narrow, OptionalDouble.empty()).svg()), "text"))
                .doesNotContain("91", "92", "93");
    }

    /** 10 s of one slot, and 6 s of another that joined late and left early, with 10 s of training on them. */
    @Test
    void countsAsIdleOnlyWhatWasThere() {
        List<Bar> bars = List.of(
                new Bar(0, 1, "a", 0, 6, Kind.TRAIN),
                new Bar(0, 1, "b", 6, 10, Kind.FAILED),
                new Bar(1, 2, "c", 2, 5, Kind.EVALUATE),
                new Bar(1, 2, "d", 5, 6, Kind.TRAIN),
                new Bar(1, 2, "e", 6, 8, Kind.HOP));

        GanttChart chart = new GanttChart("t", LANES, bars, OptionalDouble.empty());

        assertThat(chart.makespanSeconds()).isEqualTo(10);
        assertThat(chart.idleShare()).isCloseTo(1 - 10 / 16.0, within(1e-12));
    }

    @Test
    void pageNeedsNothingFromElsewhere(@TempDir Path folder) throws Exception {
        GanttChart chart = new GanttChart(
                "a < b & \"c\"", LANES, List.of(new Bar(0, 1, "x > y", 0, 1, Kind.TRAIN)), OptionalDouble.empty());
        Path page = folder.resolve("chart.html");
        Path drawing = folder.resolve("chart.svg");

        chart.write(page);
        chart.write(drawing);

        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .contains("<svg", "<title>a &lt; b &amp; &quot;c&quot;</title>")
                .doesNotContain("<script", "<link", "@import", "url(", "src=", "href=");
        assertThat(texts(parsed(Files.readString(drawing)), "title")).contains("x > y: training, 0 to 1 s (1 s)");
    }

    @Test
    void emptyStudyHasAChart() throws Exception {
        GanttChart chart = new GanttChart("nothing", List.of(), List.of(), OptionalDouble.empty());

        assertThat(chart.makespanSeconds()).isZero();
        assertThat(chart.idleShare()).isZero();
        assertThat(texts(parsed(chart.svg()), "text")).contains("nothing");
    }

    @Test
    void refusesBarsThatAreNowhereOrRunBackwards() {
        assertThatThrownBy(() -> new Bar(0, 0, "unit", 2, 1, Kind.TRAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bar 'unit' ends (1.0) before it starts (2.0)");
        assertThatThrownBy(() -> new GanttChart(
                        "t", LANES, List.of(new Bar(2, 0, "unit", 0, 1, Kind.TRAIN)), OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bar 'unit' is on lane 2, but there are 2");
    }

    private static Element parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<String> texts(Element svg, String tag) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = svg.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
