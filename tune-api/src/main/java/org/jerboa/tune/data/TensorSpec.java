package org.jerboa.tune.data;

import java.util.List;

/**
 * What a tensor holds, example by example.
 *
 * <p>Layouts that the rest of Jerboa relies on: images are {@code [channels][height][width]}, sequences
 * {@code [time][features]}, class indices {@code []} or {@code [time]} (never one-hot). A mask is named after its tensor
 * ({@link #maskName}), and its shape is a prefix of that tensor's: {@code [time]} for a sequence, {@code []} for a whole
 * example.
 *
 * @param name unique in its {@link Schema}
 * @param shape of one example
 * @param classes above 0: the values are class indices 0..classes-1; 0: they are quantities
 * @param classNames empty, or one for each class in the order of their indices
 * @param scaling from stored values to what a model is given; identity for class indices and masks
 */
public record TensorSpec(
        String name, Role role, ElementType type, Shape shape, int classes, List<String> classNames, Scaling scaling) {

    public TensorSpec {
        classNames = List.copyOf(classNames);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a tensor needs a name; give it one that is not blank");
        }
        if (classes < 0) {
            throw fault(name, "classes (" + classes + ") must be 0 (quantities) or the number of classes");
        }
        if (classes > 0) {
            checkClasses(name, role, type, shape, classes);
        }
        if (!classNames.isEmpty() && classNames.size() != classes) {
            throw fault(name, classNames.size() + " class names for " + classes + " classes; give one for each");
        }
        if ((classes > 0 || role.isMask()) && !scaling.isIdentity()) {
            throw fault(name, "class indices and masks are not scaled; leave the scaling out");
        }
        if (scaling.elements() > 0 && scaling.elements() != shape.elements()) {
            throw fault(
                    name,
                    "scaling of " + scaling.elements() + " elements for shape " + shape + " of " + shape.elements()
                            + "; give one pair for each element");
        }
    }

    private static void checkClasses(String name, Role role, ElementType type, Shape shape, int classes) {
        if (role.isMask()) {
            throw fault(name, "a mask has no classes; leave them out");
        }
        if (type == ElementType.FLOAT32 || type == ElementType.FLOAT16) {
            throw fault(name, "class indices are integers; use UINT8 or INT32, not " + type);
        }
        if (type == ElementType.UINT8 && classes > 256) {
            throw fault(name, classes + " classes do not fit UINT8; use INT32");
        }
        if (shape.rank() > 1) {
            throw fault(name, "class indices of shape " + shape + "; use [] or [time]");
        }
    }

    private static IllegalArgumentException fault(String name, String what) {
        return new IllegalArgumentException("tensor '" + name + "': " + what);
    }

    /** Quantities a model is given. */
    public static TensorSpec features(String name, ElementType type, int... shape) {
        return new TensorSpec(name, Role.FEATURES, type, Shape.of(shape), 0, List.of(), Scaling.identity());
    }

    /** Quantities to predict: regression targets, or soft labels. */
    public static TensorSpec targets(String name, int... shape) {
        return new TensorSpec(
                name, Role.LABELS, ElementType.FLOAT32, Shape.of(shape), 0, List.of(), Scaling.identity());
    }

    /**
     * Class indices to predict, stored in the smallest type that holds them.
     *
     * @param shape empty for one class an example, {@code [time]} for one at each step of a sequence
     */
    public static TensorSpec classes(String name, int classes, int... shape) {
        ElementType type = classes <= 256 ? ElementType.UINT8 : ElementType.INT32;
        return new TensorSpec(name, Role.LABELS, type, Shape.of(shape), classes, List.of(), Scaling.identity());
    }

    /** A mask of this tensor, one byte an element. */
    public TensorSpec mask(int... shape) {
        Role maskRole = switch (role) {
            case FEATURES -> Role.FEATURES_MASK;
            case LABELS -> Role.LABELS_MASK;
            case FEATURES_MASK, LABELS_MASK -> throw fault(name, "a mask has no mask; call this on its tensor");
        };
        return new TensorSpec(
                maskName(), maskRole, ElementType.UINT8, Shape.of(shape), 0, List.of(), Scaling.identity());
    }

    /** The name that this tensor's mask has, where it has one. */
    public String maskName() {
        return name + ".mask";
    }

    public TensorSpec withScaling(Scaling newScaling) {
        return new TensorSpec(name, role, type, shape, classes, classNames, newScaling);
    }

    /**
     * The same kind of values in another shape, as a transform of examples gives them.
     *
     * @throws IllegalArgumentException if there is a scaling of each element and the number of elements is another
     */
    public TensorSpec withShape(Shape newShape) {
        return new TensorSpec(name, role, type, newShape, classes, classNames, scaling);
    }

    public TensorSpec withType(ElementType newType) {
        return new TensorSpec(name, role, newType, shape, classes, classNames, scaling);
    }

    public TensorSpec withClassNames(List<String> newNames) {
        return new TensorSpec(name, role, type, shape, classes, newNames, scaling);
    }

    /** Elements of one example. */
    public int elements() {
        return shape.elements();
    }

    /** Bytes of one example. */
    public long bytesPerExample() {
        return (long) shape.elements() * type.bytes();
    }
}
