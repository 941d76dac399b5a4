package org.jerboa.tune.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A parameter of a grid with the branches under it. A set of sibling nodes counts in mixed radix, each node a digit; the
 * digits of a node are its branches, one after the other.
 *
 * @param size the number of combinations of this parameter and all below it
 */
record GridNode(String name, List<Branch> branches, BigInteger size) {

    /** One value of the parameter, the children that it activates, and the number of their combinations. */
    record Branch(Object value, List<GridNode> children, BigInteger size) {}

    /** Nodes are made children first and shared by all branches that activate them, so a deep tree stays small. */
    static List<GridNode> roots(List<Parameter> parameters, int points) {
        Map<String, List<Parameter>> dependants = new HashMap<>();
        Map<String, GridNode> nodes = new HashMap<>();
        List<GridNode> roots = new ArrayList<>();
        for (int i = parameters.size() - 1; i >= 0; i--) {
            Parameter parameter = parameters.get(i);
            GridNode node = node(parameter, dependants.getOrDefault(parameter.name(), List.of()), nodes, points);
            nodes.put(parameter.name(), node);
            Condition condition = parameter.conditionOrNull();
            if (condition == null) {
                roots.add(0, node);
            } else {
                dependants
                        .computeIfAbsent(condition.parent(), parent -> new ArrayList<>())
                        .add(0, parameter);
            }
        }
        return roots;
    }

    static BigInteger size(List<GridNode> siblings) {
        return siblings.stream().map(GridNode::size).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** Puts the values of the combination of that number; the whole grid fits a long, so every part chosen here does. */
    static void choose(List<GridNode> siblings, long index, Map<String, Object> values) {
        long rest = index;
        for (GridNode node : siblings) {
            long size = node.size().longValueExact();
            node.choose(rest % size, values);
            rest /= size;
        }
    }

    private static GridNode node(
            Parameter parameter, List<Parameter> dependants, Map<String, GridNode> nodes, int points) {
        List<Branch> branches = new ArrayList<>();
        BigInteger total = BigInteger.ZERO;
        for (Object value : parameter.gridValues(points)) {
            String text = parameter.canonicalText(value);
            List<GridNode> children = new ArrayList<>();
            for (Parameter child : dependants) {
                Condition condition = child.conditionOrNull();
                GridNode node = nodes.get(child.name());
                if (condition != null && node != null && Conditions.holds(condition, value, text)) {
                    children.add(node);
                }
            }
            BigInteger size = size(children);
            branches.add(new Branch(value, children, size));
            total = total.add(size);
        }
        return new GridNode(parameter.name(), branches, total);
    }

    private void choose(long index, Map<String, Object> values) {
        long rest = index;
        for (Branch branch : branches) {
            long size = branch.size().longValueExact();
            if (rest < size) {
                values.put(name, branch.value());
                choose(branch.children(), rest, values);
                return;
            }
            rest -= size;
        }
        throw new IllegalStateException("index " + index + " is beyond the branches of '" + name + "'");
    }
}
