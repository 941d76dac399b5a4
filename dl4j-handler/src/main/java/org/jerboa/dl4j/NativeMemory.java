package org.jerboa.dl4j;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** How much memory off the heap a process has for its networks. */
final class NativeMemory {

    private NativeMemory() {}

    /** Of the GPU with the least memory, or of this process on the CPU. */
    static long limit() {
        if (!NativeRuntime.isCpu()) {
            return CudaGpus.leastMemory(NativeRuntime.environment());
        }
        return limit(Pointer.maxPhysicalBytes(), machine(), Runtime.getRuntime().maxMemory());
    }

    /**
     * What a process may have, less its heap at its greatest. A heap that was allowed more than half of that hardly ever
     * takes it, and leaves one half to networks.
     *
     * @param allowed JavaCPP's bound on the process's resident memory, which it holds by collections and by failing; 0 for
     *     none
     */
    static long limit(long allowed, long machine, long heap) {
        long process = allowed > 0 ? Math.min(allowed, machine) : machine;
        return Math.max(process - heap, process / 2);
    }

    /** Memory of the machine, or of the container if it has less. */
    private static long machine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Pointer.totalPhysicalBytes();
    }
}
