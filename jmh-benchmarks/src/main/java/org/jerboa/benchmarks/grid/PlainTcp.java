package org.jerboa.benchmarks.grid;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** Bytes sent over one connection on loopback, into an array that is there, by nothing but the JDK. */
final class PlainTcp implements AutoCloseable {

    private static final int ANSWER = 1;

    private final SocketChannel sender;
    private final SocketChannel receiver;

    PlainTcp() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            sender = SocketChannel.open(server.getLocalAddress());
            receiver = server.accept();
        }
    }

    /** Milliseconds until all has come and that has been answered. */
    double millis(int bytes) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(bytes);
        ByteBuffer in = ByteBuffer.allocate(bytes);
        long begin = System.nanoTime();
        CompletableFuture<Void> receiving = CompletableFuture.runAsync(() -> receive(in));
        write(sender, out);
        read(sender, ByteBuffer.allocate(ANSWER));
        double millis = (System.nanoTime() - begin) / 1e6;
        receiving.join();
        return millis;
    }

    private void receive(ByteBuffer in) {
        try {
            read(receiver, in);
            write(receiver, ByteBuffer.allocate(ANSWER));
        } catch (IOException e) {
            throw new IllegalStateException("the connection broke", e);
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void read(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the connection ended");
            }
        }
    }

    @Override
    public void close() throws IOException {
        sender.close();
        receiver.close();
    }
}
