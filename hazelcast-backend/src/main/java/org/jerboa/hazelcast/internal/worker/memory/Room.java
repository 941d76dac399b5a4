package org.jerboa.hazelcast.internal.worker.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Room for bytes: heap as far as a budget reaches, files of one folder beyond. Thread-safe. */
public final class Room {

    private final ShardMemory memory;
    private final Path folder;
    private final AtomicLong files = new AtomicLong();

    /** @param folder for what does not fit; made when it is needed */
    public Room(ShardMemory memory, Path folder) {
        this.memory = memory;
        this.folder = folder;
    }

    /** Room for so many bytes. */
    public Block take(long length) throws IOException {
        if (length <= Integer.MAX_VALUE - 8 && memory.take(length)) {
            try {
                return Block.onHeap(memory, (int) length);
            } catch (OutOfMemoryError e) {
                memory.giveBack(length);
                throw e;
            }
        }
        return Block.inFile(file());
    }

    /** A file that is deleted when it is closed. */
    public FileChannel file() throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(
                folder.resolve(files.incrementAndGet() + ".bytes"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Where a full disk would have to be emptied. */
    public Path place() {
        Path parent = folder.getParent();
        return parent == null ? folder : parent;
    }

    /** All blocks have been freed: deletes the folder. */
    public void close() throws IOException {
        Files.deleteIfExists(folder);
    }
}
