package org.jerboa.mop.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jerboa.tune.study.StudyEvent;

/** One line of a journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Begin.class, name = "study"),
    @JsonSubTypes.Type(value = JournalEntry.Session.class, name = "session"),
    @JsonSubTypes.Type(value = JournalEntry.Happened.class, name = "event")
})
public sealed interface JournalEntry {

    /** Milliseconds since the epoch at which it was recorded. Nothing but the study's wall time is read from it. */
    long at();

    /** The first line: what the study is. */
    record Begin(long at, StudyHeader study) implements JournalEntry {}

    /** A process begins to work on the study: the first one, or one that resumes it. */
    record Session(long at, String library, String java, String system) implements JournalEntry {}

    /** Something took effect. */
    record Happened(long at, StudyEvent what) implements JournalEntry {}
}
