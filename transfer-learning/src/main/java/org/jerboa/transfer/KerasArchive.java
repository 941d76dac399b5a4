package org.jerboa.transfer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DSetMemXferPropList;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;

/**
 * The tool's reader of HDF5, safe for lists of texts of variable length. h5py 3 writes the names of a layer's weights as such. The
 * tool reads them as one text: HDF5 then puts one pointer for each name where there is room for one, over other things on the
 * stack, which ends the JVM when there are many names.
 */
final class KerasArchive extends Hdf5Archive {

    KerasArchive(Path file) {
        super(file.toString());
    }

    /**
     * Of a list the first text, as the tool has it where texts have a fixed length: by it, it finds the group of a layer's weights.
     */
    @Override
    public String readAttributeAsString(String name, String... groups) throws UnsupportedKerasConfigurationException {
        synchronized (LOCK_OBJECT) {
            Group[] opened = openGroups(groups);
            try (Attribute attribute = opened[opened.length - 1].openAttribute(name)) {
                if (attribute.getTypeClass() == hdf5.H5T_STRING) {
                    try (StrType type = attribute.getStrType();
                            DataSpace space = attribute.getSpace()) {
                        if (type.isVariableStr() && space.getSimpleExtentNpoints() != 1) {
                            return first(attribute, type, space);
                        }
                    }
                }
            } finally {
                closeGroups(opened);
            }
            return super.readAttributeAsString(name, groups);
        }
    }

    private static String first(Attribute attribute, StrType type, DataSpace space) {
        long texts = space.getSimpleExtentNpoints();
        if (texts == 0) {
            return "";
        }
        try (PointerPointer<BytePointer> pointers = new PointerPointer<>(texts)) {
            attribute.read(type, pointers);
            BytePointer first = pointers.get(BytePointer.class, 0);
            String text = first == null ? "" : first.getString(StandardCharsets.UTF_8);
            DataSet.vlenReclaim(pointers, type, space, DSetMemXferPropList.DEFAULT());
            return text;
        }
    }
}
