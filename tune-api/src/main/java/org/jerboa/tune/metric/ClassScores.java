package org.jerboa.tune.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The scores kept for ROC curves: of class 1 for two classes, of each class or none for more. */
final class ClassScores implements Serializable {

    private static final long serialVersionUID = 1L;

    private final List<ScoreSample> samples;

    private ClassScores(List<ScoreSample> samples) {
        this.samples = List.copyOf(samples);
    }

    static Builder builder(int classes, boolean auc) {
        if (classes == 2) {
            return new Builder(1, 2);
        }
        return new Builder(0, auc ? classes : 0);
    }

    boolean sameClasses(ClassScores other) {
        return samples.size() == other.samples.size();
    }

    ClassScores merge(ClassScores other) {
        List<ScoreSample> merged = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            merged.add(samples.get(i).merge(other.samples.get(i)));
        }
        return new ClassScores(merged);
    }

    /** Empty if no scores are kept. */
    OptionalDouble auc() {
        if (samples.isEmpty()) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        int occurring = 0;
        for (ScoreSample sample : samples) {
            if (sample.hasNaN()) {
                return OptionalDouble.of(Double.NaN);
            }
            if (sample.hasPositives()) {
                sum += sample.auc();
                occurring++;
            }
        }
        return OptionalDouble.of(sum / occurring);
    }

    @Override
    public String toString() {
        return samples.isEmpty() ? "without auc" : "with auc";
    }

    /** Collects the scores of the classes {@code first} (inclusive) to {@code end} (exclusive). */
    static final class Builder {

        private final int first;
        private final List<ScoreSample.Builder> samples = new ArrayList<>();

        private Builder(int first, int end) {
            this.first = first;
            for (int type = first; type < end; type++) {
                samples.add(new ScoreSample.Builder());
            }
        }

        void add(int label, float[] output, int offset) {
            for (int i = 0; i < samples.size(); i++) {
                int type = first + i;
                samples.get(i).add(output[offset + type], label == type);
            }
        }

        ClassScores build() {
            List<ScoreSample> built = new ArrayList<>(samples.size());
            for (ScoreSample.Builder sample : samples) {
                built.add(sample.build());
            }
            return new ClassScores(built);
        }
    }
}
