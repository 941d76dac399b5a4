package org.jerboa.transfer.explain;

/**
 * What is computed of one layer for each position of the patch.
 *
 * @param name of the layer or vertex
 * @param kind its class in the tool
 * @param mapRows height of its maps; 1 if it puts out a vector
 * @param mapColumns their width; 1 if it puts out a vector
 * @param windowRows height of the window that is computed; the maps' if they are computed whole
 * @param windowColumns its width
 * @param full multiply-accumulates of a full forward pass in this layer, counted as in {@link
 *     org.jerboa.transfer.graph.GraphLayer}
 * @param whole why it is computed whole; empty if it is not
 */
public record LayerWork(
        String name,
        String kind,
        int mapRows,
        int mapColumns,
        int windowRows,
        int windowColumns,
        long full,
        String whole) {

    /** Multiply-accumulates for one position: the windows' share of the map. */
    public long incremental() {
        return full / ((long) mapRows * mapColumns) * windowRows * windowColumns;
    }
}
