package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorSpecTest {

    @Test
    void classesTakeTheSmallestTypeThatHoldsThem() {
        assertThat(TensorSpec.classes("y", 256).type()).isEqualTo(ElementType.UINT8);
        assertThat(TensorSpec.classes("y", 257).type()).isEqualTo(ElementType.INT32);
    }

    @Test
    void countsTheBytesOfAnExample() {
        assertThat(TensorSpec.features("x", ElementType.FLOAT32, 3, 4, 5).bytesPerExample())
                .isEqualTo(3 * 4 * 5 * 4);
        assertThat(TensorSpec.classes("y", 10).bytesPerExample()).isEqualTo(1);
    }

    @Test
    void rejectsClassIndicesInFloats() {
        assertThatThrownBy(() -> TensorSpec.classes("y", 3).withType(ElementType.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'y': class indices are integers; use UINT8 or INT32, not FLOAT32");
    }

    @Test
    void rejectsMoreClassesThanBytesCanTell() {
        assertThatThrownBy(() -> TensorSpec.classes("y", 257).withType(ElementType.UINT8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("257 classes do not fit UINT8");
    }

    @Test
    void rejectsOneHotShapes() {
        assertThatThrownBy(() -> TensorSpec.classes("y", 3, 7, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class indices of shape [7, 3]; use [] or [time]");
    }

    @Test
    void rejectsClassNamesThatDoNotMatchTheClasses() {
        assertThatThrownBy(() -> TensorSpec.classes("y", 3).withClassNames(List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 class names for 3 classes");
    }

    @Test
    void rejectsScaledClasses() {
        assertThatThrownBy(() -> TensorSpec.classes("y", 3).withScaling(Scaling.range(0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class indices and masks are not scaled");
    }

    @Test
    void rejectsScalingOfAnotherSize() {
        Scaling scaling = Scaling.perElement(new double[3], new double[3]);

        assertThatThrownBy(() ->
                        TensorSpec.features("x", ElementType.FLOAT32, 2, 2).withScaling(scaling))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scaling of 3 elements for shape [2, 2] of 4");
    }

    @Test
    void anotherShapeChangesNothingElse() {
        TensorSpec label = TensorSpec.classes("y", 2).withClassNames(List.of("cat", "dog"));
        TensorSpec image = TensorSpec.features("x", ElementType.UINT8, 3, 8, 8).withScaling(Scaling.range(0, 255));

        assertThat(label.withShape(Shape.of(7)))
                .isEqualTo(TensorSpec.classes("y", 2, 7).withClassNames(List.of("cat", "dog")));
        assertThat(image.withShape(Shape.of(3, 4, 4)))
                .isEqualTo(TensorSpec.features("x", ElementType.UINT8, 3, 4, 4).withScaling(Scaling.range(0, 255)));
    }

    @Test
    void rejectsAnotherShapeThatTheScalingOfElementsDoesNotFit() {
        TensorSpec scaled = TensorSpec.features("x", ElementType.FLOAT32, 3)
                .withScaling(Scaling.perElement(new double[3], new double[3]));

        assertThat(scaled.withShape(Shape.of(1, 3)).scaling()).isEqualTo(scaled.scaling());
        assertThatThrownBy(() -> scaled.withShape(Shape.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scaling of 3 elements for shape [2, 2] of 4");
    }

    @Test
    void rejectsTheMaskOfAMask() {
        TensorSpec mask = TensorSpec.features("x", ElementType.FLOAT32, 7, 3).mask(7);

        assertThatThrownBy(() -> mask.mask(7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsEmptyDimensionsAndBlankNames() {
        assertThatThrownBy(() -> TensorSpec.features("x", ElementType.FLOAT32, 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dimension 0 of shape [2, 0]");
        assertThatThrownBy(() -> TensorSpec.features(" ", ElementType.FLOAT32, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a name");
    }
}
