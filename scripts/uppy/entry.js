// What the upload page needs of Uppy, as one global: `Uploading`.
import Uppy from "@uppy/core";
import { getDroppedFiles } from "@uppy/core/utils";
import GoldenRetriever from "@uppy/golden-retriever";
import tr_TR from "@uppy/locales/lib/tr_TR.js";
import Tus from "@uppy/tus";

export { GoldenRetriever, Tus, Uppy, getDroppedFiles, tr_TR };
