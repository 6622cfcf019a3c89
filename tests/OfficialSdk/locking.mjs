// Makes all locking and configuration calls of Zoho's Node.js SDK, and prints what each brought as a line of JSON.
// Environment: ZOHO_URL (API and accounts server), ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN, ZOHO_MODULE, ZOHO_RECORD_ID.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zoho from '@zohocrm/nodejs-sdk-8.0';

const { Choice, RecordLocking, RecordLockingConfiguration } = zoho;
const { ZOHO_URL: url, ZOHO_MODULE: module } = process.env;
const recordId = BigInt(process.env.ZOHO_RECORD_ID);
const folder = mkdtempSync(join(tmpdir(), 'zoho-sdk-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// Numbers beyond 2^53 are texts in JSON here, and a Choice is its value.
function plain(_, value) {
    if (typeof value === 'bigint') return value.toString();
    if (value instanceof Choice) return value.getValue();
    return value instanceof Map ? Object.fromEntries(value) : value;
}

function print(call, response) {
    const object = response.getObject();
    console.log(JSON.stringify({
        call,
        status: response.getStatusCode(),
        type: object?.constructor.name ?? null,
        object: object ?? null,
        raw: response.getResponseJSON() ?? null,
    }, plain));
    return object;
}

const token = new zoho.OAuthBuilder()
    .clientId(process.env.ZOHO_CLIENT_ID)
    .clientSecret(process.env.ZOHO_CLIENT_SECRET)
    .refreshToken(process.env.ZOHO_REFRESH_TOKEN)
    .build();
await (await new zoho.InitializeBuilder())
    .environment(new zoho.Environment(url, `${url}/oauth/v2/token`, url))
    .token(token)
    .store(new zoho.FileStore(join(folder, 'tokens.txt')))
    .resourcePath(folder)
    .initialize();

// The locks of one record.
const locks = new RecordLocking.RecordLockingOperations(recordId, module);

function lockBody(reason) {
    const lock = new RecordLocking.LockRecord();
    lock.setLockedReasonS(reason);
    const body = new RecordLocking.BodyWrapper();
    body.setData([lock]);
    return body;
}

async function fields() {
    const parameters = new zoho.ParameterMap();
    await parameters.add(
        RecordLocking.GetRecordLockingInformationsParam.FIELDS,
        'Locked_Reason__s,Lock_Source__s,Locked_By__s,Locked_For__s,Locked_Time__s');
    return parameters;
}

print('list before', await locks.getRecordLockingInformations(await fields()));
const locked = print('lock', await locks.lockRecords(lockBody('deal in progress')));
const lockId = BigInt(locked.getData()[0].getDetails().get('id'));
print('list', await locks.getRecordLockingInformations(await fields()));
print('get', await locks.getRecordLockingInformation(lockId));
print('lock again', await locks.lockRecords(lockBody('mine')));
print('update', await locks.updateRecordLockingInformation(lockId, lockBody('quarter closed')));
print('get updated', await locks.getRecordLockingInformation(lockId));
print('unlock', await locks.unlockRecord(lockId));
print('list after', await locks.getRecordLockingInformations(await fields()));

// The locking configuration of the module.
const configurations = new RecordLockingConfiguration.RecordLockingConfigurationOperations(module);

function configuration(lockType) {
    const made = new RecordLockingConfiguration.RecordLock();
    made.setLockType(new Choice(lockType));
    return made;
}

function configurationBody(one) {
    const body = new RecordLockingConfiguration.BodyWrapper();
    body.setRecordLockingConfigurations([one]);
    return body;
}

function rule(name, field, value) {
    const named = new RecordLockingConfiguration.Field();
    named.setAPIName(field);
    const criteria = new RecordLockingConfiguration.Criteria();
    criteria.setComparator('equal');
    criteria.setField(named);
    criteria.setValue(value);
    const made = new RecordLockingConfiguration.LockingRules();
    made.setName(name);
    made.setCriteria(criteria);
    made.setLockExistingRecords(false);
    return made;
}

const before = print('get configuration', await configurations.getRecordLockingConfigurations());
const oldId = before.getRecordLockingConfigurations()[0].getId();
print('delete configuration', await configurations.deleteRecordLockingConfiguration(oldId));
print('get no configuration', await configurations.getRecordLockingConfigurations());

const wanted = configuration('both');
wanted.setLockingRules([rule('Big ones', 'Amount', '10000')]);
const created = print('create configuration', await configurations.addRecordLockingConfiguration(configurationBody(wanted)));
const id = BigInt(created.getRecordLockingConfigurations()[0].getDetails().get('id'));

const one = configuration('manual');
one.setId(id);
print('update configuration', await configurations.updateRecordLockingConfiguration(id, configurationBody(one)));
print('update configurations', await configurations.updateRecordLockingConfigurations(configurationBody(one)));
print('get updated configuration', await configurations.getRecordLockingConfigurations());
print('delete new configuration', await configurations.deleteRecordLockingConfiguration(id));
