package org.jerboa.dl4j;

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

    boolean isImage() {
        return this == IMAGE || this == IMAGE_CHANNELS_LAST;
    }

    boolean isVolume() {
        return this == VOLUME || this == VOLUME_CHANNELS_LAST;
    }

    /** Whether the channels or features are the dimension that varies fastest. */
    boolean channelsLast() {
        return this == SEQUENCE_FEATURES_LAST || this == IMAGE_CHANNELS_LAST || this == VOLUME_CHANNELS_LAST;
    }
}
