package org.jerboa.dl4j;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** The order of dimensions in which a layer takes or gives an array of examples. */
enum Layout {
    /** {@code [examples][features]}. */
    VECTOR,
    /** {@code [examples][1]}: one index. */
    INDEX,
    /** {@code [examples][time]}: one index a step. */
    INDICES,
    /** {@code [examples][features][time]}, DL4J's NCW. */
    SEQUENCE,
    /** {@code [examples][time][features]}, NWC. */
    SEQUENCE_FEATURES_LAST,
    /** {@code [examples][channels][height][width]}, NCHW. */
    IMAGE,
    /** {@code [examples][height][width][channels]}, NHWC. */
    IMAGE_CHANNELS_LAST,
    /** {@code [examples][channels][depth][height][width]}, NCDHW. */
    VOLUME,
    /** {@code [examples][depth][height][width][channels]}, NDHWC. */
    VOLUME_CHANNELS_LAST,
    /** Whatever suits the rank of the data: the layer takes several. */
    ANY;

    boolean isSequence() {
        return this == SEQUENCE || this == SEQUENCE_FEATURES_LAST;
    }

    /** Whether the channels or features are the dimension that varies fastest. */
    boolean channelsLast() {
        return this == SEQUENCE_FEATURES_LAST || this == IMAGE_CHANNELS_LAST || this == VOLUME_CHANNELS_LAST;
    }

    /**
     * The tool's word for arrays of this layout.
     *
     * @param shape of one example
     */
    InputType inputType(long... shape) {
        return switch (this) {
            case VECTOR, INDEX, INDICES -> InputType.feedForward(shape[0]);
            case SEQUENCE -> InputType.recurrent(shape[0], shape[1], RNNFormat.NCW);
            case SEQUENCE_FEATURES_LAST -> InputType.recurrent(shape[1], shape[0], RNNFormat.NWC);
            case IMAGE -> InputType.convolutional(shape[1], shape[2], shape[0], CNN2DFormat.NCHW);
            case IMAGE_CHANNELS_LAST -> InputType.convolutional(shape[0], shape[1], shape[2], CNN2DFormat.NHWC);
            case VOLUME ->
                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, shape[1], shape[2], shape[3], shape[0]);
            case VOLUME_CHANNELS_LAST ->
                InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, shape[0], shape[1], shape[2], shape[3]);
            case ANY ->
                switch (shape.length) {
                    case 2 -> SEQUENCE.inputType(shape);
                    case 3 -> IMAGE.inputType(shape);
                    case 4 -> VOLUME.inputType(shape);
                    default -> VECTOR.inputType(shape);
                };
        };
    }
}
