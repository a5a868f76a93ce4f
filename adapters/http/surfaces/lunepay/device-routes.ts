import { type Route, route } from '../../route.ts';
import * as schemas from './deposit-schemas.ts';
import { deviceBody, devicesBody } from './present.ts';
import { actorOf, idOf } from './requests.ts';

export const deviceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/workspaces/:id/devices',
    id: 'listDevices',
    summary: { ko: '휴대폰 목록 조회', en: 'List the phones that forward messages' },
    status: 200,
    response: { type: 'array', items: schemas.device },
    handle: ({ core, caller, params }) => core.devices.list(actorOf(caller), idOf(params['id'])),
    present: devicesBody,
  }),
  route({
    method: 'POST',
    path: '/workspaces/:id/devices',
    id: 'createDevice',
    summary: { ko: '휴대폰 등록', en: 'Register a phone; for the owner' },
    status: 201,
    body: schemas.createDevice,
    response: schemas.device,
    handle: ({ core, caller, params, body, once }) =>
      core.devices.register(
        actorOf(caller),
        idOf(params['id']),
        {
          name: body.name,
          requiresSignature: body.requires_signature,
          heartbeatMinutes: body.heartbeat_minutes,
        },
        once,
      ),
    present: deviceBody,
  }),
  route({
    method: 'PATCH',
    path: '/workspaces/:id/devices/:device_id',
    id: 'changeDevice',
    summary: { ko: '휴대폰 설정 변경', en: 'Change a phone, or give it a new token; for the owner' },
    status: 200,
    body: schemas.changeDevice,
    response: schemas.device,
    handle: ({ core, caller, params, body }) =>
      core.devices.change(actorOf(caller), idOf(params['id']), idOf(params['device_id']), {
        name: body.name,
        requiresSignature: body.requires_signature,
        heartbeatMinutes: body.heartbeat_minutes,
        isActive: body.is_active,
        rotate: body.rotate,
      }),
    present: deviceBody,
  }),
];
