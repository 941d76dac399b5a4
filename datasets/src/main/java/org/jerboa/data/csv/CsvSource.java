package org.jerboa.data.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jerboa.data.csv.CsvOptions.MissingCells;
import org.jerboa.data.io.Bytes;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Examples in a CSV file. The first pass finds out the columns and the labels, and which rows count; the second one
 * parses the numbers.
 */
public final class CsvSource implements ExampleSource {

    private static final int HIGHEST_BYTE = 255;

    private final Bytes input;
    private final CsvOptions options;
    private final LabelIndex labels;
    private @Nullable CsvTable table;

    public CsvSource(Bytes input, CsvOptions options) {
        this.input = input;
        this.options = options;
        this.labels = new LabelIndex(options.classes(), options.classNames());
    }

    @Override
    public String name() {
        return input.shortName();
    }

    /** Receives the rows that count. */
    private interface RowVisitor {
        void visit(CsvTable columns, CsvRecord row);
    }

    @Override
    public Survey survey() throws IOException {
        OccurrenceList seen = new OccurrenceList();
        eachRow((columns, row) -> seen.add(columns.label() < 0 ? 0 : noteLabel(columns, row)));
        if (table == null || seen.size == 0) {
            throw new IllegalArgumentException(
                    "'" + input.name() + "' has no examples; check that it is the right file");
        }
        if (table.label() < 0) {
            return Survey.of(schema(table), seen.size, 0);
        }
        labels.settle();
        int[] classOf = labels.byOccurrence();
        int[] classes = seen.toArray();
        Arrays.setAll(classes, i -> classOf[classes[i]]);
        return Survey.of(schema(table), classes.length, 0).withClasses(classes);
    }

    private int noteLabel(CsvTable columns, CsvRecord row) {
        String cell = row.getField(columns.label());
        if (CsvCell.isMissing(cell)) {
            throw fault(columns, row, columns.label(), "has no value; correct it, or call dropMissing()");
        }
        try {
            return labels.add(CsvCell.label(cell));
        } catch (IllegalArgumentException e) {
            throw fault(columns, row, columns.label(), String.valueOf(e.getMessage()));
        }
    }

    private Schema schema(CsvTable columns) {
        int width = columns.features().size();
        Shape shape = options.shape().isEmpty() ? Shape.of(width) : new Shape(options.shape());
        if (shape.elements() != width) {
            throw new IllegalArgumentException(
                    input.name() + " has " + width + " columns of features, and images of shape " + shape + " have "
                            + shape.elements() + " values; correct image(...) or ignore columns");
        }
        TensorSpec features = TensorSpec.features("features", options.type(), shape.toArray());
        if (columns.label() >= 0) {
            return Schema.of(
                    features, TensorSpec.classes("label", labels.classes()).withClassNames(labels.names()));
        }
        return columns.targets().isEmpty()
                ? Schema.of(features)
                : Schema.of(
                        features, TensorSpec.targets("target", columns.targets().size()));
    }

    @Override
    public void read(ExampleSink sink) throws IOException {
        boolean bytes = options.type() == ElementType.UINT8;
        boolean wideLabels = labels.classes() > HIGHEST_BYTE + 1;
        eachRow((columns, row) -> {
            sink.next();
            ByteBuffer features = sink.tensor(0);
            for (int column : columns.features()) {
                float value = value(columns, row, column, true);
                if (bytes) {
                    features.put(asByte(columns, row, column, value));
                } else {
                    features.putFloat(value);
                }
            }
            for (int column : columns.targets()) {
                sink.tensor(1).putFloat(value(columns, row, column, false));
            }
            if (columns.label() >= 0) {
                int index = labels.indexOf(CsvCell.label(row.getField(columns.label())));
                if (wideLabels) {
                    sink.tensor(1).putInt(index);
                } else {
                    sink.tensor(1).put((byte) index);
                }
            }
        });
    }

    private float value(CsvTable columns, CsvRecord row, int column, boolean replaceable) {
        String cell = row.getField(column);
        if (CsvCell.isMissing(cell)) {
            if (replaceable && options.missing() instanceof MissingCells.Replace replace) {
                return replace.value();
            }
            throw fault(columns, row, column, "has no value; correct it, or call missing(value) or dropMissing()");
        }
        try {
            return CsvCell.number(cell);
        } catch (NumberFormatException e) {
            throw fault(
                    columns, row, column, e.getMessage() + "; correct it, or leave the column out with ignore(...)");
        }
    }

    private static byte asByte(CsvTable columns, CsvRecord row, int column, float value) {
        if (value < 0 || value > HIGHEST_BYTE || value != (int) value) {
            throw fault(columns, row, column, "is no integer 0..255; leave uint8() out");
        }
        return (byte) (int) value;
    }

    private static IllegalArgumentException fault(CsvTable columns, CsvRecord row, int column, String what) {
        return new IllegalArgumentException(columns.file() + ", line " + row.getStartingLineNumber() + ", "
                + columns.column(column) + ": '" + row.getField(column) + "' " + what);
    }

    private void eachRow(RowVisitor visitor) throws IOException {
        try (CsvRows rows = new CsvRows(input, options.separator())) {
            CsvRecord first = rows.next();
            if (first == null) {
                return;
            }
            CsvRecord second = rows.next();
            CsvTable columns = table(first, second);
            if (!columns.header()) {
                visit(columns, first, visitor);
            }
            for (CsvRecord row = second; row != null; row = rows.next()) {
                visit(columns, row, visitor);
            }
        }
    }

    private CsvTable table(CsvRecord first, @Nullable CsvRecord second) {
        CsvTable columns = table;
        if (columns == null) {
            columns = CsvTable.of(input.name(), options, first.getFields(), second == null ? null : second.getFields());
            table = columns;
        }
        return columns;
    }

    private void visit(CsvTable columns, CsvRecord row, RowVisitor visitor) {
        if (row.getFieldCount() != columns.names().size()) {
            throw new IllegalArgumentException(columns.file() + ", line " + row.getStartingLineNumber() + ": "
                    + row.getFieldCount() + " cells, and there are "
                    + columns.names().size()
                    + " columns; correct the row, or the separator ('" + options.separator() + "')");
        }
        if (!(options.missing() instanceof MissingCells.DropRow) || isComplete(columns, row)) {
            visitor.visit(columns, row);
        }
    }

    private static boolean isComplete(CsvTable columns, CsvRecord row) {
        List<Integer> needed = new ArrayList<>(columns.features());
        needed.addAll(columns.targets());
        if (columns.label() >= 0) {
            needed.add(columns.label());
        }
        return needed.stream().noneMatch(c -> CsvCell.isMissing(row.getField(c)));
    }

    /** A list of ints that grows. */
    private static final class OccurrenceList {

        private int[] items = new int[1024];
        private int size;

        void add(int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, size + (size >> 1));
            }
            items[size++] = item;
        }

        int[] toArray() {
            return Arrays.copyOf(items, size);
        }
    }
}
