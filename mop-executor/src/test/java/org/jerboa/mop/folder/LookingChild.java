package org.jerboa.mop.folder;

import java.io.IOException;
import java.nio.file.Path;

/** A process that looks whether a study has the folder, again and again, until its input ends. */
public final class LookingChild {

    private LookingChild() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        System.out.println("looking");
        long looks = 0;
        while (System.in.available() == 0) {
            FolderLock.isTaken(folder);
            looks++;
        }
        System.out.println(looks > 0 ? "looked" : "did not look");
    }
}
