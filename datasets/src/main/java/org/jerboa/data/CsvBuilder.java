package org.jerboa.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jerboa.data.csv.Column;
import org.jerboa.data.csv.CsvOptions;
import org.jerboa.data.csv.CsvOptions.MissingCells;
import org.jerboa.data.csv.CsvSource;
import org.jerboa.data.io.Bytes;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Datasets from CSV (RFC 4180: quotes, any line ends), in UTF-8. One row is one example: a class in one column
 * ({@link #label}) or numbers to predict in some ({@link #target}), and numbers in all others. Features are stored as
 * FLOAT32 unless {@link #uint8()} is called.
 *
 * <p>Whether the first row is a header is found out where that is beyond doubt: a column is referred to by name, or the
 * numbers of the second row stand under texts only (a header) or under numbers only (none). Otherwise call
 * {@link #header}.
 *
 * <p>A cell that is no finite number, a row of another length, or a cell without a value is an error that names file,
 * line and column. Without a value are: blank, {@code ?}, {@code NA}, {@code N/A}, {@code NaN} and {@code null}, in upper
 * or lower case.
 */
public final class CsvBuilder extends DatasetBuilder<CsvBuilder> {

    private final Bytes input;
    private final List<Column> targets = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<Column> ignored = new ArrayList<>();
    private char separator = ',';
    private @Nullable Boolean header;
    private @Nullable Column label;
    private boolean unlabelled;
    private int classes;
    private List<String> classNames = List.of();
    private List<Integer> shape = List.of();
    private ElementType type = ElementType.FLOAT32;
    private MissingCells missing = new MissingCells.Refuse();

    CsvBuilder(Bytes input) {
        this.input = input;
    }

    /** The column of classes, counted from 0. See {@link #classes(int)} for what may stand there. */
    public CsvBuilder label(int column) {
        this.label = new Column.At(column);
        return this;
    }

    /** The column of classes, by its name in the header. */
    public CsvBuilder label(String column) {
        this.label = new Column.Named(column);
        return this;
    }

    /** The columns of numbers to predict, counted from 0. */
    public CsvBuilder target(int... targetColumns) {
        Arrays.stream(targetColumns).mapToObj(Column.At::new).forEach(targets::add);
        return this;
    }

    /** The columns of numbers to predict, by their names in the header. */
    public CsvBuilder target(String... targetColumns) {
        Arrays.stream(targetColumns).map(Column.Named::new).forEach(targets::add);
        return this;
    }

    /** Says that there is nothing to predict but the features themselves. */
    public CsvBuilder unlabelled() {
        this.unlabelled = true;
        return this;
    }

    /** Takes only these columns for features, in this order. */
    public CsvBuilder columns(int... featureColumns) {
        Arrays.stream(featureColumns).mapToObj(Column.At::new).forEach(columns::add);
        return this;
    }

    /** Takes only these columns for features, in this order. */
    public CsvBuilder columns(String... featureColumns) {
        Arrays.stream(featureColumns).map(Column.Named::new).forEach(columns::add);
        return this;
    }

    /** Leaves columns out of the features; anything may stand there. */
    public CsvBuilder ignore(int... ignoredColumns) {
        Arrays.stream(ignoredColumns).mapToObj(Column.At::new).forEach(ignored::add);
        return this;
    }

    /** Leaves columns out of the features; anything may stand there. */
    public CsvBuilder ignore(String... ignoredColumns) {
        Arrays.stream(ignoredColumns).map(Column.Named::new).forEach(ignored::add);
        return this;
    }

    /** Says whether the first row holds the columns' names. */
    public CsvBuilder header(boolean present) {
        this.header = present;
        return this;
    }

    /** The character between cells; the default is a comma. */
    public CsvBuilder separator(char character) {
        this.separator = character;
        return this;
    }

    /**
     * The number of classes: labels are then indices 0..count-1 if they are integers. Without it, labels of any kind,
     * integers or words, are numbered in sorted order; their texts become the class names, unless they are 0, 1, 2, ...
     * already.
     */
    public CsvBuilder classes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("classes (" + count + ") must be at least 1; raise it");
        }
        this.classes = count;
        return this;
    }

    /** The labels that may occur, as they stand in the file, in the order of their class indices. */
    public CsvBuilder classes(String... names) {
        this.classNames = List.of(names);
        return this;
    }

    /** Reads each row as an image, {@code [channels][height][width]} in row-major order. */
    public CsvBuilder image(int height, int width, int channels) {
        this.shape = Shape.of(channels, height, width).dimensions();
        return this;
    }

    /** Stores features as bytes: a quarter of the memory. They must be integers 0..255. */
    public CsvBuilder uint8() {
        this.type = ElementType.UINT8;
        return this;
    }

    /** Takes this value for features without one. */
    public CsvBuilder missing(double value) {
        this.missing = new MissingCells.Replace((float) value);
        return this;
    }

    /** Leaves out rows with a feature, label or target without a value. */
    public CsvBuilder dropMissing() {
        this.missing = new MissingCells.DropRow();
        return this;
    }

    @Override
    CsvBuilder self() {
        return this;
    }

    @Override
    ExampleSource source() {
        if ((label == null ? 0 : 1) + (targets.isEmpty() ? 0 : 1) + (unlabelled ? 1 : 0) != 1) {
            throw new IllegalArgumentException("say what is to be predicted from " + input.name()
                    + ": one of label(column), target(columns) and unlabelled()");
        }
        if (label == null && (classes > 0 || !classNames.isEmpty())) {
            throw new IllegalArgumentException("classes(...) needs label(column) to say where they stand");
        }
        if (classes > 0 && !classNames.isEmpty() && classNames.size() != classes) {
            throw new IllegalArgumentException("classes(" + classes + ") and " + classNames.size()
                    + " class names contradict each other; leave one out");
        }
        if (header != null && !header && optionsNameColumns()) {
            throw new IllegalArgumentException("columns of " + input.name()
                    + " are named, but header(false) says there are no names; use indices");
        }
        return new CsvSource(input, options());
    }

    private boolean optionsNameColumns() {
        return options().needsHeader();
    }

    private CsvOptions options() {
        return new CsvOptions(
                separator,
                header,
                label,
                targets,
                unlabelled,
                columns,
                ignored,
                classes,
                classNames,
                shape,
                type,
                missing);
    }
}
