package org.jerboa.search.rule;

import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;

/** Another rule that must hold for some epochs in a row. */
record PatientRule(StoppingRule rule, int epochs) implements StoppingRule {

    PatientRule {
        if (epochs < 1) {
            throw new IllegalArgumentException("patience (" + epochs + " epochs) must be at least 1; raise it");
        }
    }

    @Override
    public boolean ends(TrialRecord trial, int depth, History history) {
        if (depth < epochs) {
            return false;
        }
        for (int i = 0; i < epochs; i++) {
            if (!rule.ends(trial, depth - i, history)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String describe() {
        return rule.describe() + ".patience(" + epochs + ")";
    }
}
