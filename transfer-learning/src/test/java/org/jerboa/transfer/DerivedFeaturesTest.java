package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.spi.StudyExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Transfers whose outputs are computed and held by others, as derivations say, against those on threads. */
class DerivedFeaturesTest {

    private static final int SHARDS = 4;

    /** Of all outputs on the heap of those that hold them, far more than there are. */
    private static final Budget ENOUGH = Budget.memory(1L << 40);

    private static FeatureTransfer branches(StudyExecutor executor) {
        return settled(FeatureTransfer.of(SampleNetworks.branches()), executor)
                .layers("stem", "sum", "merged", "pooled");
    }

    private static FeatureTransfer line(StudyExecutor executor) {
        return settled(FeatureTransfer.of(SampleNetworks.line()), executor)
                .layers("layer0", "layer3", "layer4", "layer6");
    }

    private static FeatureTransfer settled(FeatureTransfer transfer, StudyExecutor executor) {
        return transfer.data(FeatureTransferTest.data(8))
                .structured("age")
                .heads(Head.logistic(), Head.mlp())
                .batchSize(8)
                .budget(ENOUGH)
                .search(RandomSearch.trials(1).epochs(1))
                .maximize("accuracy")
                .on(watched(executor));
    }

    private interface Made {

        FeatureTransfer with(StudyExecutor executor);
    }

    static Stream<Arguments> transfers() {
        return Stream.of(Kind.LAZY, Kind.EAGER, Kind.STAGED)
                .flatMap(kind -> Stream.of(
                        transfer(
                                kind + " on branches",
                                executor -> branches(executor).plan(kind)),
                        transfer(kind + " on a line", executor -> line(executor).plan(kind))));
    }

    private static Arguments transfer(String name, Made made) {
        return Arguments.of(name, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transfers")
    void comeToTheSameAndTakeWhatWasPlanned(String name, Made made) {
        Elsewhere elsewhere = new Elsewhere();
        TransferResult found = made.with(elsewhere).run();
        TransferResult expected = made.with(MopExecutor.threads(2)).run();

        assertSame(name, found, expected);
        PlannedTransfer planned = made.with(elsewhere).plan();
        for (TransferCost cost : List.of(found.cost(), expected.cost())) {
            assertThat(cost.multiplyAccumulates())
                    .as(name)
                    .isEqualTo(planned.plan().multiplyAccumulates(planned.work()));
            assertThat(cost.bytesWritten()).as(name).isEqualTo(planned.plan().bytesWritten(planned.work()));
            assertThat(cost.peakBytes()).as(name).isEqualTo(planned.plan().peakBytes(planned.work()));
        }
        assertThat(elsewhere.peak()).as(name).isEqualTo(found.cost().peakBytes());
        assertThat(elsewhere.transforms()).as(name).isEqualTo(1);
        elsewhere.end();
        assertThat(elsewhere.bytes()).as(name).isZero();
    }

    @Test
    void nothingThatWasKeptIsComputedAgain() {
        Elsewhere elsewhere = new Elsewhere();
        PlannedTransfer planned = branches(elsewhere).plan(Kind.STAGED).plan();
        branches(elsewhere).plan(Kind.STAGED).run();

        long begun = planned.plan().passes().stream()
                .filter(pass -> pass.from().equals(planned.work().inputs()))
                .count();
        assertThat(begun)
                .as(planned.explain())
                .isLessThan(planned.plan().passes().size());
        assertThat((long) elsewhere.fromSource()).isEqualTo(begun * SHARDS);
        assertThat((long) elsewhere.fromOutputs())
                .isEqualTo((planned.plan().passes().size() - begun) * SHARDS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transfers")
    void comeToTheSameWhereOutputsAreLost(String name, Made made) {
        // studies 0 and 1 are of the structured features alone: in the middle of a layer's heads, and between layers
        Elsewhere elsewhere = new Elsewhere(3, 6);
        PlannedTransfer planned = made.with(elsewhere).plan();

        TransferResult found = made.with(elsewhere).run();

        assertSame(name, found, made.with(MopExecutor.threads(2)).run());
        assertThat(found.cost().multiplyAccumulates())
                .as(name)
                .isGreaterThan(planned.plan().multiplyAccumulates(planned.work()));
        assertThat(found.cost().peakBytes())
                .as(name)
                .isLessThanOrEqualTo(planned.plan().peakBytes(planned.work()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void roundAsOnThreads(ElementType type) {
        Elsewhere elsewhere = new Elsewhere();
        TransferResult found =
                branches(elsewhere).plan(Kind.STAGED).storeAs(type).run();
        TransferResult expected =
                branches(MopExecutor.threads(2)).plan(Kind.STAGED).storeAs(type).run();

        assertSame(type.toString(), found, expected);
        assertThat(found.cost().peakBytes()).isEqualTo(expected.cost().peakBytes());
        assertThat(elsewhere.peak()).isEqualTo(expected.cost().peakBytes());
    }

    static Stream<ElementType> types() {
        return Stream.of(ElementType.FLOAT16, ElementType.UINT8);
    }

    @Test
    void aFailureIsToldAsOnThreads() {
        ComputationGraph loud = SampleNetworks.branches();
        loud.getParam("stem_W").muli(1e6);

        assertThatThrownBy(() -> settled(FeatureTransfer.of(loud), new Elsewhere())
                        .layers("stem")
                        .storeAs(ElementType.FLOAT16)
                        .run())
                .hasMessageContaining("features of layer 'stem'")
                .hasMessageContaining("cannot be stored as FLOAT16; store as FLOAT32");
    }

    private static void assertSame(String what, TransferResult found, TransferResult expected) {
        assertThat(found.table()).as(what).isEqualTo(expected.table());
        for (int i = 0; i < expected.results().size(); i++) {
            LayerResult row = expected.results().get(i);
            assertThat(bits(found.results().get(i)))
                    .as("%s, %s", what, row.name())
                    .isEqualTo(bits(row));
        }
    }

    private static float[] bits(LayerResult row) {
        return row.study().best().model().params().dup('c').data().asFloat();
    }
}
