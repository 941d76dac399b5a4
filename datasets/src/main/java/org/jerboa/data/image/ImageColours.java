package org.jerboa.data.image;

/** The channels that images are read into. */
public enum ImageColours {
    GREY(1),
    RGB(3);

    private final int channels;

    ImageColours(int channels) {
        this.channels = channels;
    }

    int channels() {
        return channels;
    }
}
