import type { MethodName, Methods, Picture, UploadedFile } from '../../preload/contract';
import { WORLDS } from '../engine/model/world';
import { LIMITS } from './limits';
import { closedObject, integer, listOf, oneOf, ShapeError, text, type Shape } from './shape';
import { adminCidrs, newRules, newWizardEvent, ownPaths } from './workspace-shapes';

const nothing = closedObject({});

const uploadedPath: Shape<string> = (value, at) => {
  const path = text(4096)(value, at);
  const parts = path.split('/');
  const isRelative = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isRelative || /[\0\\]/.test(path)) throw new ShapeError(at, 'must be a path relative to the chosen folder');
  return path;
};

const uploadedFiles = listOf<UploadedFile>(
  closedObject({ path: uploadedPath, text: text(LIMITS.uploadBytes) }),
  LIMITS.files,
);

const flowFiles = listOf<UploadedFile>(
  closedObject({ path: uploadedPath, text: text(LIMITS.flowBytes) }),
  LIMITS.flowFiles,
);

const pictureName: Shape<string> = (value, at) => {
  const name = text(100)(value, at);
  if (/^[a-z0-9]+(-[a-z0-9]+)*\.png$/.test(name)) return name;
  throw new ShapeError(at, 'must be a file name such as map-after.png');
};

const pictures = listOf<Picture>(
  closedObject({ name: pictureName, base64: text(LIMITS.pictureCharacters) }),
  LIMITS.pictures,
);

/** The closed shape of every method's parameters: what is not named here is refused. */
export const PARAMS_SHAPES: { readonly [M in MethodName]: Shape<Methods[M]['params']> } = {
  'app.info': nothing,
  'workspace.openSample': closedObject({ id: text(100) }),
  'workspace.openDialog': closedObject({ what: oneOf(['workspace', 'folders']) }),
  'workspace.openUploaded': closedObject({
    name: text(200),
    snapshot: uploadedFiles,
    changes: uploadedFiles,
    adminCidrs,
  }),
  'workspace.current': nothing,
  'workspace.reload': nothing,
  'workspace.addFlows': closedObject({ files: flowFiles }),
  'workspace.removeFlows': nothing,
  'workspace.setPaths': closedObject({ adminCidrs, ownPaths }),
  'workspace.paths': nothing,
  'wizard.read': nothing,
  'wizard.record': closedObject({ events: listOf(newWizardEvent, LIMITS.wizardEvents) }),
  'wizard.settings': newRules,
  'review.export': closedObject({ what: oneOf(['pack', 'plan']), pictures }),
  'rehearsal.run': nothing,
  'rehearsal.explain': closedObject({ edge: text(4096), world: oneOf(WORLDS) }),
  'source.read': closedObject({
    file: text(4200),
    line: integer(1, 2 ** 31),
    before: integer(0, 1000),
    after: integer(0, 1000),
  }),
  'engine.cancel': nothing,
};
