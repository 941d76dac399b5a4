package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.data.CsvTest.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvErrorsTest {

    @ParameterizedTest
    @MethodSource
    void wrongContentIsRefusedWithItsPlaceAndTheRemedy(CsvBuilder builder, String message) {
        assertThatThrownBy(load(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> wrongContentIsRefusedWithItsPlaceAndTheRemedy() {
        return Stream.of(
                Arguments.of(
                        csv("a,b,y\n1,2,0\n1,x,0\n").label("y"),
                        "t.csv, line 3, column 'b' (1): 'x' is not a number; correct it, or leave the column out with"
                                + " ignore(...)"),
                Arguments.of(
                        csv("1,2,0\n1,0x1p3,0\n").label(2),
                        "t.csv, line 2, column 1: '0x1p3' is not a number; correct it, or leave the column out with"
                                + " ignore(...)"),
                Arguments.of(
                        csv("a,y\n1e39,0\n").label("y"),
                        "t.csv, line 2, column 'a' (0): '1e39' is too large for single precision; correct it, or leave"
                                + " the column out with ignore(...)"),
                Arguments.of(
                        csv("a,b,y\n1,,0\n").label("y"),
                        "t.csv, line 2, column 'b' (1): '' has no value; correct it, or call missing(value) or"
                                + " dropMissing()"),
                Arguments.of(
                        csv("a,b,y\n1,NaN,0\n").label("y"),
                        "t.csv, line 2, column 'b' (1): 'NaN' has no value; correct it, or call missing(value) or"
                                + " dropMissing()"),
                Arguments.of(
                        csv("a,y\n1,\n").label("y").missing(0),
                        "t.csv, line 2, column 'y' (1): '' has no value; correct it, or call dropMissing()"),
                Arguments.of(
                        csv("a,y\n1,?\n").target("y").missing(0),
                        "t.csv, line 2, column 'y' (1): '?' has no value; correct it, or call missing(value) or"
                                + " dropMissing()"),
                Arguments.of(
                        csv("a,b,y\n1,2,0\n3,4\n").label("y"),
                        "t.csv, line 3: 2 cells, and there are 3 columns; correct the row, or the separator (',')"),
                Arguments.of(
                        csv("a,y\n1,0\n2,10\n").label("y").classes(10),
                        "t.csv, line 3, column 'y' (1): '10' is outside 0..9; correct it or classes(10), or leave"
                                + " classes out to number the labels in sorted order"),
                Arguments.of(
                        csv("a,y\n1,0.37\n").label("y"),
                        "t.csv, line 2, column 'y' (1): '0.37' is a number and no class; use target(column) where"
                                + " numbers are to be predicted"),
                Arguments.of(
                        csv("a,y\n1,cta\n").label("y").classes("cat", "dog"),
                        "t.csv, line 2, column 'y' (1): 'cta' is none of the classes [cat, dog]; correct it or add it"
                                + " to them"),
                Arguments.of(
                        csv("a,y\n1,cat\n2,dog\n").label("y").classes(3),
                        "the labels [cat, dog] are 2, not classes(3); correct the number, or list the classes with"
                                + " classes(names)"),
                Arguments.of(
                        csv("a,y\n256,0\n").label("y").uint8(),
                        "t.csv, line 2, column 'a' (0): '256' is no integer 0..255; leave uint8() out"),
                Arguments.of(
                        csv("a,y\n1.5,0\n").label("y").uint8(),
                        "t.csv, line 2, column 'a' (0): '1.5' is no integer 0..255; leave uint8() out"),
                Arguments.of(
                        csv("a,b,y\n1,2,0\n").label("z"),
                        "t.csv has no column 'z'; its columns are [a, b, y]; correct the name"),
                Arguments.of(
                        csv("a,a,y\n1,2,0\n").label("y").ignore("a"),
                        "t.csv has two columns 'a'; refer to them by index, from 0"),
                Arguments.of(
                        csv("1,2,0\n").header(false).label(3),
                        "t.csv has 3 columns, so column 3 is outside 0..2; correct the index"),
                Arguments.of(
                        csv("a,y\n1,0\n").label("y").ignore("a"),
                        "t.csv has the columns [a, y], none of which is left for features; ignore fewer"),
                Arguments.of(
                        csv("a,y\n1,0\n").label("y").columns("a", "y"),
                        "column 'y' of t.csv is to be a feature and something else too; leave it out of columns(...)"),
                Arguments.of(
                        csv("a,b,y\n1,2,0\n").label("y").image(2, 2, 1),
                        "t.csv has 2 columns of features, and images of shape [1, 2, 2] have 4 values; correct"
                                + " image(...) or ignore columns"),
                Arguments.of(
                        csv("0,1,label\n7,8,0\n").label(2),
                        "the first rows of t.csv do not show whether there is a header; call header(true) or"
                                + " header(false)"),
                Arguments.of(
                        csv("a,b\nc,d\n").label(1),
                        "the first rows of t.csv do not show whether there is a header; call header(true) or"
                                + " header(false)"),
                Arguments.of(csv("a,y\n").label("y"), "'t.csv' has no examples; check that it is the right file"),
                Arguments.of(csv("").label(1), "'t.csv' has no examples; check that it is the right file"),
                Arguments.of(
                        csv("a,y\n,0\n").label("y").dropMissing(),
                        "'t.csv' has no examples; check that it is the right file"));
    }

    @ParameterizedTest
    @MethodSource
    void contradictoryOptionsAreRefused(CsvBuilder builder, String message) {
        assertThatThrownBy(load(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> contradictoryOptionsAreRefused() {
        return Stream.of(
                Arguments.of(csv("1,0\n"), "say what is to be predicted from t.csv"),
                Arguments.of(csv("1,0\n").label(1).target(0), "one of label(column), target(columns) and unlabelled()"),
                Arguments.of(csv("1,0\n").target(1).classes(2), "classes(...) needs label(column)"),
                Arguments.of(csv("1,0\n").label(1).classes(2).classes("a"), "contradict each other"),
                Arguments.of(csv("1,0\n").label("y").header(false), "header(false) says there are no names"));
    }

    private static ThrowingCallable load(CsvBuilder builder) {
        return () -> builder.split(1, 0).shards(1).load();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(
                        () -> Datasets.csv(Path.of("no", "such.csv")).label(0).load())
                .isInstanceOf(IOException.class)
                .hasMessage("'" + Path.of("no", "such.csv") + "' does not exist; correct its name");
        assertThatThrownBy(() -> Datasets.csv("absent.csv", () -> CsvErrorsTest.class.getResourceAsStream("absent.csv"))
                        .label(0)
                        .load())
                .isInstanceOf(IOException.class)
                .hasMessage("'absent.csv' does not exist; correct its name");
    }

    @Test
    void damagedCompressionNamesTheFile() {
        byte[] notReallyZipped = {0x1f, (byte) 0x8b, 1, 2, 3};

        assertThatThrownBy(() -> Datasets.csv("t.csv.gz", () -> new ByteArrayInputStream(notReallyZipped))
                        .label(0)
                        .load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read t.csv.gz");
    }
}
