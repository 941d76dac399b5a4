package org.jerboa.data.csv;

import java.util.List;

/** How the user refers to a column. */
public sealed interface Column {

    /**
     * @param names of all columns, from the header
     * @throws IllegalArgumentException where there is no such column
     */
    int find(List<String> names, String file);

    record Named(String name) implements Column {

        @Override
        public int find(List<String> names, String file) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException(
                        file + " has no column '" + name + "'; its columns are " + names + "; correct the name");
            }
            if (names.lastIndexOf(name) != index) {
                throw new IllegalArgumentException(
                        file + " has two columns '" + name + "'; refer to them by index, from 0");
            }
            return index;
        }
    }

    /** @param index from 0 */
    record At(int index) implements Column {

        @Override
        public int find(List<String> names, String file) {
            if (index < 0 || index >= names.size()) {
                throw new IllegalArgumentException(file + " has " + names.size() + " columns, so column " + index
                        + " is outside 0.." + (names.size() - 1) + "; correct the index");
            }
            return index;
        }
    }
}
