package org.jerboa.transfer.explain;

/** Where, in a layer's map, patches can have changed something: one window for each position of the patch. */
record Window(Span rows, Span columns) {

    int positions() {
        return rows.positions() * columns.positions();
    }

    /** Positions are numbered row by row. */
    int top(int position) {
        return rows.start(position / columns.positions());
    }

    int left(int position) {
        return columns.start(position % columns.positions());
    }

    long area() {
        return (long) rows.size() * columns.size();
    }

    boolean covers(MapShape map) {
        return rows.size() == map.rows() && columns.size() == map.columns();
    }

    Window joined(Window other, MapShape map) {
        return new Window(rows.joined(other.rows, map.rows()), columns.joined(other.columns, map.columns()));
    }

    Window whole(MapShape map) {
        return new Window(rows.whole(map.rows()), columns.whole(map.columns()));
    }
}
