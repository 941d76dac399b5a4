package org.jerboa.data.csv;

import java.util.List;
import org.jerboa.data.CsvBuilder;
import org.jerboa.tune.data.ElementType;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CsvBuilder} was told.
 *
 * @param header null: to be found out
 * @param label null: none
 * @param columns of features; empty: all that are neither labels nor ignored
 * @param classes 0: as many as there are
 * @param classNames empty: sorted as found
 * @param shape of the features; empty: one dimension
 */
public record CsvOptions(
        char separator,
        @Nullable Boolean header,
        @Nullable Column label,
        List<Column> targets,
        boolean unlabelled,
        List<Column> columns,
        List<Column> ignored,
        int classes,
        List<String> classNames,
        List<Integer> shape,
        ElementType type,
        MissingCells missing) {

    public CsvOptions {
        targets = List.copyOf(targets);
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
    }

    /** What to do about a cell without a value. */
    public sealed interface MissingCells {

        record Refuse() implements MissingCells {}

        record DropRow() implements MissingCells {}

        record Replace(float value) implements MissingCells {}
    }

    /** Whether a column is referred to by name, which only a header can give. */
    public boolean needsHeader() {
        return label instanceof Column.Named || anyNamed(targets) || anyNamed(columns) || anyNamed(ignored);
    }

    private static boolean anyNamed(List<Column> columns) {
        return columns.stream().anyMatch(Column.Named.class::isInstance);
    }
}
