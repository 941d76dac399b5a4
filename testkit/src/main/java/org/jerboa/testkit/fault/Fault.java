package org.jerboa.testkit.fault;

import java.io.Serializable;
import java.util.Map;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FaultyHandler} does wrong, and when: {@code Fault.on(TRAIN).trial(2).epoch(1).times(1)} fails the first
 * attempt at every unit of trial 2 in epoch 1.
 *
 * <p>A fault strikes calls that fit everything it names. Trial, epoch and position are those of the unit for training and
 * evaluation, and those of the unit that last trained the model for writing. Other calls know no unit: such a fault may only
 * name a hyperparameter.
 *
 * <p>Immutable.
 *
 * @param call what is struck
 * @param effect what happens to it
 * @param trial trial that is struck, -1 for any
 * @param epoch epoch that is struck, -1 for any
 * @param position position in its epoch of the unit that is struck, -1 for any
 * @param parameter hyperparameter that must have {@code value}, if it is named
 * @param value text of the value as in {@link Configuration#texts()}
 * @param attempts how many attempts fail before one succeeds, counted for each unit; for calls without a unit, for each
 *     configuration
 */
public record Fault(
        Call call,
        Effect effect,
        int trial,
        int epoch,
        int position,
        @Nullable String parameter,
        @Nullable String value,
        int attempts)
        implements Serializable {

    /** The calls of a handler that can be struck. */
    public enum Call {
        ESTIMATE,
        CREATE,
        TRAIN,
        EVALUATE,
        WRITE,
        RESTORE
    }

    /** What a fault does. Each leaves as much damage behind as it can. */
    public enum Effect {
        /** An {@link InjectedFault}: after training, so that the weights have changed; halfway through a checkpoint. */
        EXCEPTION,
        /** A {@link LinkageError}, at the same moments. */
        ERROR,
        /** An {@link OutOfMemoryError}, at the same moments. */
        OUT_OF_MEMORY,
        /** A training loss, or validation metrics, of NaN. */
        NAN,
        /** A unit that has done its work comes back when it is cancelled, and not before. */
        HANG,
        /** A unit that has done its work does not come back until {@link FaultyHandler#letGo}, cancelled or not. */
        STUCK,
        /** Validation metrics that cannot be merged. */
        UNMERGEABLE,
        /** An estimate of more memory than there is. */
        TOO_LARGE;

        private boolean suits(Call call) {
            return switch (this) {
                case EXCEPTION, ERROR, OUT_OF_MEMORY -> true;
                case NAN, HANG, STUCK -> call == Call.TRAIN || call == Call.EVALUATE;
                case UNMERGEABLE -> call == Call.EVALUATE;
                case TOO_LARGE -> call == Call.ESTIMATE;
            };
        }
    }

    /** A fault that strikes such a call always, with an exception. */
    public static Fault on(Call call) {
        return new Fault(call, Effect.EXCEPTION, -1, -1, -1, null, null, Integer.MAX_VALUE);
    }

    public Fault {
        boolean knowsUnit = call == Call.TRAIN || call == Call.EVALUATE || call == Call.WRITE;
        boolean namesUnit = trial >= 0 || epoch >= 0 || position >= 0;
        if (!effect.suits(call)) {
            throw new IllegalArgumentException(
                    effect + " cannot strike " + call + "; use another effect, or a call that it can strike");
        }
        if (namesUnit && !knowsUnit) {
            throw new IllegalArgumentException(call + " knows no unit; name a hyperparameter with where(name, value)");
        }
    }

    /** Strikes only this trial. */
    public Fault trial(int number) {
        return new Fault(call, effect, number, epoch, position, parameter, value, attempts);
    }

    /** Strikes only in this epoch. */
    public Fault epoch(int number) {
        return new Fault(call, effect, trial, number, position, parameter, value, attempts);
    }

    /** Strikes only units at this position in their epoch. */
    public Fault position(int number) {
        return new Fault(call, effect, trial, epoch, number, parameter, value, attempts);
    }

    /** Strikes only configurations in which the hyperparameter has this value. */
    public Fault where(String name, Object wanted) {
        String text = Configuration.of(Map.of(name, wanted)).texts().get(name);
        return new Fault(call, effect, trial, epoch, position, name, text, attempts);
    }

    /** Strikes only the first so many attempts. */
    public Fault times(int number) {
        return new Fault(call, effect, trial, epoch, position, parameter, value, number);
    }

    /** Has another effect than an exception. */
    public Fault with(Effect other) {
        return new Fault(call, other, trial, epoch, position, parameter, value, attempts);
    }

    boolean fits(Call made, FaultyHandler.Moment moment) {
        return call == made
                && (trial < 0 || trial == moment.trial())
                && (epoch < 0 || epoch == moment.epoch())
                && (position < 0 || position == moment.position())
                && (parameter == null
                        || moment.configuration()
                                .texts()
                                .getOrDefault(parameter, "")
                                .equals(value));
    }
}
