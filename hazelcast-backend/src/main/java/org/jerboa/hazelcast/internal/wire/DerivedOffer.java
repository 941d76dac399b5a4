package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/**
 * Word of a shard that a member is to derive when a unit needs it. Answers what it lacks for that, as {@link Lacks}; if it lacks nothing, the
 * shard counts as there.
 */
public final class DerivedOffer extends GridTask<byte[]> {

    private Recipe recipe = Recipe.NONE;

    /** For reading. */
    DerivedOffer() {}

    public DerivedOffer(String study, int session, Recipe recipe) {
        super(study, session);
        this.recipe = recipe;
    }

    public Recipe recipe() {
        return recipe;
    }

    @Override
    public byte[] call() {
        return endpoint().take(this);
    }

    @Override
    public int getClassId() {
        return Wire.DERIVED_OFFER;
    }

    @Override
    void write(ObjectDataOutput out) throws IOException {
        recipe.write(out);
    }

    @Override
    void read(ObjectDataInput in) throws IOException {
        recipe = Recipe.read(in);
    }
}
