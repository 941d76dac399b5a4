package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Path;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.tune.study.StudyException;

/** A process that tries to open a study's folder and says whether it could. */
public final class FolderChild {

    private FolderChild() {}

    public static void main(String[] arguments) throws IOException {
        try (StudyFolder folder = StudyFolder.open(Path.of(arguments[0]), false)) {
            System.out.println(folder.path().equals(Path.of(arguments[0])) ? "opened" : "opened another");
        } catch (StudyException e) {
            System.out.println(e.getMessage().contains("in use") ? "refused" : e.getMessage());
        }
    }
}
