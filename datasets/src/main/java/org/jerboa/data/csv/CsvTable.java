package org.jerboa.data.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a file mean what.
 *
 * @param names from the header, or the indices from 0
 * @param label -1: none
 */
public record CsvTable(
        String file, boolean header, List<String> names, List<Integer> features, int label, List<Integer> targets) {

    /**
     * @param first the first row
     * @param second null: there is none
     */
    static CsvTable of(String file, CsvOptions options, List<String> first, @Nullable List<String> second) {
        boolean header = hasHeader(file, options, first, second);
        List<String> names = header
                ? first.stream().map(String::strip).toList()
                : IntStream.range(0, first.size()).mapToObj(Integer::toString).toList();
        int label = options.label() == null ? -1 : options.label().find(names, file);
        List<Integer> targets = find(options.targets(), names, file);
        Set<Integer> others = new HashSet<>(targets);
        others.addAll(find(options.ignored(), names, file));
        others.add(label);
        List<Integer> features = features(file, options, names, others);
        return new CsvTable(file, header, names, features, label, targets);
    }

    private static List<Integer> features(String file, CsvOptions options, List<String> names, Set<Integer> others) {
        List<Integer> features = new ArrayList<>();
        if (options.columns().isEmpty()) {
            IntStream.range(0, names.size()).filter(i -> !others.contains(i)).forEach(features::add);
        } else {
            features.addAll(find(options.columns(), names, file));
        }
        for (int feature : features) {
            if (others.contains(feature)) {
                throw new IllegalArgumentException("column '" + names.get(feature) + "' of " + file
                        + " is to be a feature and something else too; leave it out of columns(...)");
            }
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has the columns " + names + ", none of which is left for features; ignore fewer");
        }
        return features;
    }

    private static List<Integer> find(List<Column> columns, List<String> names, String file) {
        return columns.stream().map(c -> c.find(names, file)).toList();
    }

    private static boolean hasHeader(
            String file, CsvOptions options, List<String> first, @Nullable List<String> second) {
        if (options.header() != null) {
            return options.header();
        }
        if (options.needsHeader()) {
            return true;
        }
        int underText = 0;
        int underNumber = 0;
        for (int i = 0; second != null && i < Math.min(first.size(), second.size()); i++) {
            if (CsvCell.isNumber(second.get(i)) && !CsvCell.isMissing(first.get(i))) {
                if (CsvCell.isNumber(first.get(i))) {
                    underNumber++;
                } else {
                    underText++;
                }
            }
        }
        if ((underText > 0) == (underNumber > 0)) {
            throw new IllegalArgumentException("the first rows of " + file
                    + " do not show whether there is a header; call header(true) or header(false)");
        }
        return underText > 0;
    }

    /** For messages. */
    String column(int index) {
        return header ? "column '" + names.get(index) + "' (" + index + ")" : "column " + index;
    }
}
