package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far one trial's model is, and which of its versions are stored. A version counts training units, so epoch {@code
 * e} ends at version {@code (e + 1) * shards}. Losing the live model means setting the version back to a stored one;
 * the units since are run again, in the same order and with the same seeds.
 */
final class ModelVersions {

    private final NavigableSet<Integer> stored = new TreeSet<>();

    /** In the store, though the model has not reached them by units that count. */
    private final SortedSet<Integer> strays = new TreeSet<>();

    /** Versions that turned out damaged since the trial got on; empty ones are shared, as most are. */
    private Set<Integer> damaged = Set.of();

    private int present;
    private int furthest;

    int present() {
        return present;
    }

    /**
     * Returns whether this version was reached for the first time.
     *
     * @throws IllegalStateException if units before it are missing
     */
    boolean reached(int version) {
        if (version > furthest + 1) {
            throw new IllegalStateException(
                    "a unit made version " + version + " of a model that had only reached " + furthest);
        }
        present = version;
        boolean first = version > furthest;
        if (first) {
            furthest = version;
            damaged = Set.of();
        }
        return first;
    }

    /** The live model is gone: goes back to the newest stored version, at or before the present one. */
    void rollBack() {
        Integer newest = stored.floor(present);
        present = newest == null ? 0 : newest;
    }

    /** Goes back to a version before this one, so that it is made again. */
    void rollBackBefore(int version) {
        present = Math.min(present, version - 1);
        rollBack();
    }

    /** Goes to the newest stored version that the model ever reached, if that is further than the present one. */
    void catchUp() {
        Integer newest = stored.floor(furthest);
        present = newest == null ? present : Math.max(present, newest);
    }

    /**
     * What the store really has, when a study is restored; the model goes back to the newest of it that the journal has
     * reached, even if it was being made again from an older one when the process died.
     */
    void restored(Iterable<Integer> versions) {
        stored.clear();
        strays.clear();
        versions.forEach(version -> (isReached(version) ? stored : strays).add(version));
        present = furthest;
        rollBack();
    }

    /** Whether a unit that counts has made this version. */
    boolean isReached(int version) {
        return version <= furthest;
    }

    void stored(int version) {
        stored.add(version);
        strays.remove(version);
    }

    /** Was stored by a unit that does not count; the one that is run in its place stores it again. */
    void strayed(int version) {
        strays.add(version);
    }

    void discarded(int version) {
        stored.remove(version);
        strays.remove(version);
    }

    boolean isStored(int version) {
        return stored.contains(version);
    }

    int countStored() {
        return stored.size();
    }

    /** Whether that version, or one before it, is stored. */
    boolean isStoredUpTo(int version) {
        return stored.floor(version) != null;
    }

    /** Returns whether that version was taken to be stored, and this is its first damage since the trial got on. */
    boolean foundDamaged(int version) {
        if (damaged.isEmpty()) {
            damaged = new HashSet<>();
        }
        return stored.remove(version) && damaged.add(version);
    }

    /** All stored versions, oldest first. */
    List<Integer> all() {
        return new ArrayList<>(stored);
    }

    /** What is in the store for no reason. */
    Set<Integer> strays() {
        return strays;
    }

    /**
     * Of the versions that the model has reached, all but {@code kept} and the newest two of the others: the newest may
     * turn out damaged. While units are run again, later versions stay too, as does what is committed on the way to
     * them.
     *
     * @param kept -1 for none
     */
    List<Integer> olderBut(int kept) {
        List<Integer> reached = new ArrayList<>(stored.headSet(present, true));
        reached.remove((Integer) kept);
        return reached.subList(0, Math.max(0, reached.size() - 2));
    }
}
