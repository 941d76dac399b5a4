package org.jerboa.transfer.plan;

/**
 * What a transfer takes of the nodes that it runs on, in bytes. In brackets, what Vista's authors call it.
 *
 * @param network what a process holds of the network once, whatever its threads (f_ser): in Vista the network as a file, here the
 *     parameters, which all threads share
 * @param running what each thread takes to run the network (f_mem): in Vista a replica, here the outputs of a minibatch's layers. A
 *     downstream model whose memory is the deep-learning tool's is part of it
 * @param downstream what each thread takes for a downstream model in the program's own memory, at another time than it computes outputs (M_mem);
 *     0 if downstream models are networks of the tool
 * @param together the most outputs that are computed in one pass, for all examples (s_single)
 * @param held the most outputs that are there at any time, for all examples (s_double)
 */
public record Demand(long network, long running, long downstream, long together, long held) {

    /** Of any size: products with numbers of threads stay exact and do not overflow. */
    static final long MOST_BYTES = 1L << 50;

    public Demand {
        require("network", network, 0);
        require("running", running, 0);
        require("downstream", downstream, 0);
        require("together", together, 1);
        require("held", held, together);
    }

    private static void require(String name, long bytes, long least) {
        if (bytes < least || bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    name + " (" + bytes + " bytes) must be from " + least + " to " + MOST_BYTES);
        }
    }
}
